# syntax=docker/dockerfile:1
#
# docker build --tag pcicheck .                    one file, no shell, not root
# docker build --tag pcicheck:ci --target ci .     the same with a shell, for CI systems that run scripts in the image
#
# docker run --rm --network none --read-only -v "$PWD:/work:ro" pcicheck plan.json

FROM swift:6.3.1-bookworm AS build
SHELL ["/bin/bash", "-o", "pipefail", "-c"]
WORKDIR /src
COPY .ci/install .ci/install
RUN .ci/install && rm -rf /var/lib/apt/lists/*
# What the dependencies are changes seldom.
COPY Package.* ./
RUN swift package resolve
COPY . .
RUN swift build -c release --product pcicheck --static-swift-stdlib --toolset release.toolset.json --experimental-lto-mode=full -Xlinker -s \
    && cp .build/release/pcicheck /pcicheck

FROM debian:12.12-slim AS ci
COPY --from=build /pcicheck /usr/local/bin/pcicheck
USER 65532:65532
WORKDIR /work
CMD ["pcicheck", "--help"]

FROM scratch
COPY --from=build /pcicheck /usr/local/bin/pcicheck
USER 65532:65532
WORKDIR /work
ENTRYPOINT ["/usr/local/bin/pcicheck"]
CMD ["--help"]

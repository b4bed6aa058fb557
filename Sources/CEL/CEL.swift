// The CEL implementation.

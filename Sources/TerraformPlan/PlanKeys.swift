import Values

/// The member names of plan JSON that the reader looks up for each resource, interned once.
struct PlanKeys: Sendable {
  let address, moduleAddress, previousAddress, mode, type, name, index, deposed, providerName, change: KeyID
  let actions, after, afterUnknown, afterSensitive, expressions, references, constantValue, providerConfigKey: KeyID

  init(_ builder: inout ValueArenaBuilder) {
    address = builder.key("address")
    moduleAddress = builder.key("module_address")
    previousAddress = builder.key("previous_address")
    mode = builder.key("mode")
    type = builder.key("type")
    name = builder.key("name")
    index = builder.key("index")
    deposed = builder.key("deposed")
    providerName = builder.key("provider_name")
    change = builder.key("change")
    actions = builder.key("actions")
    after = builder.key("after")
    afterUnknown = builder.key("after_unknown")
    afterSensitive = builder.key("after_sensitive")
    expressions = builder.key("expressions")
    references = builder.key("references")
    constantValue = builder.key("constant_value")
    providerConfigKey = builder.key("provider_config_key")
  }
}

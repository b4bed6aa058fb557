/// The kinds that Kubernetes itself has (v1.25 to v1.37, and those removed before that manifests still have), by group.
///
/// A kind of the same name in another group is another thing: Knative's `Service` is none of these.
enum BuiltInKinds {
  /// The group and the kinds in it, one group a line; configuration files of the cluster's own parts come last.
  private static let table: [String: String] = [
    "":
      "Binding ComponentStatus ConfigMap Endpoints Event LimitRange Namespace Node PersistentVolume "
      + "PersistentVolumeClaim Pod PodTemplate ReplicationController ResourceQuota Secret Service "
      + "ServiceAccount Status",
    "admissionregistration.k8s.io":
      "MutatingAdmissionPolicy MutatingAdmissionPolicyBinding MutatingWebhookConfiguration "
      + "ValidatingAdmissionPolicy ValidatingAdmissionPolicyBinding ValidatingWebhookConfiguration",
    "apiextensions.k8s.io": "CustomResourceDefinition",
    "apiregistration.k8s.io": "APIService",
    "apiserver.config.k8s.io": "EncryptionConfiguration",
    "apps": "ControllerRevision DaemonSet Deployment ReplicaSet StatefulSet",
    "authentication.k8s.io": "SelfSubjectReview TokenRequest TokenReview",
    "authorization.k8s.io":
      "LocalSubjectAccessReview SelfSubjectAccessReview SelfSubjectRulesReview SubjectAccessReview",
    "autoscaling": "HorizontalPodAutoscaler Scale",
    "batch": "CronJob Job",
    "certificates.k8s.io": "CertificateSigningRequest ClusterTrustBundle PodCertificateRequest",
    "coordination.k8s.io": "Lease LeaseCandidate",
    "discovery.k8s.io": "EndpointSlice",
    "events.k8s.io": "Event",
    "extensions": "DaemonSet Deployment Ingress NetworkPolicy PodSecurityPolicy ReplicaSet",
    "flowcontrol.apiserver.k8s.io": "FlowSchema PriorityLevelConfiguration",
    "internal.apiserver.k8s.io": "StorageVersion",
    "kubelet.config.k8s.io": "KubeletConfiguration",
    "lifecycle.k8s.io": "Eviction EvictionRequest",
    "networking.k8s.io": "ClusterCIDR IPAddress Ingress IngressClass NetworkPolicy ServiceCIDR",
    "node.k8s.io": "RuntimeClass",
    "policy": "Eviction PodDisruptionBudget PodSecurityPolicy",
    "rbac.authorization.k8s.io": "ClusterRole ClusterRoleBinding Role RoleBinding",
    "resource.k8s.io":
      "DeviceClass DeviceTaintRule PodScheduling PodSchedulingContext ResourceClaim ResourceClaimParameters "
      + "ResourceClaimTemplate ResourceClass ResourceClassParameters ResourcePoolStatusRequest ResourceSlice",
    "scheduling.k8s.io": "CompositePodGroup PodGroup PriorityClass Workload",
    "storage.k8s.io": "CSIDriver CSINode CSIStorageCapacity StorageClass VolumeAttachment VolumeAttributesClass",
    "storagemigration.k8s.io": "StorageVersionMigration",
  ]

  /// Kinds that belong to no namespace (`kubectl api-resources --namespaced=false`).
  static let clusterScoped: Set<String> = [
    "APIService", "CSIDriver", "CSINode", "CertificateSigningRequest", "ClusterCIDR", "ClusterRole",
    "ClusterRoleBinding", "ClusterTrustBundle", "ComponentStatus", "CustomResourceDefinition", "DeviceClass",
    "DeviceTaintRule", "FlowSchema", "IPAddress", "IngressClass", "MutatingAdmissionPolicy",
    "MutatingAdmissionPolicyBinding", "MutatingWebhookConfiguration", "Namespace", "Node", "PersistentVolume",
    "PodSecurityPolicy", "PriorityClass", "PriorityLevelConfiguration", "ResourceClass",
    "ResourcePoolStatusRequest", "ResourceSlice", "RuntimeClass", "SelfSubjectAccessReview", "SelfSubjectReview",
    "SelfSubjectRulesReview", "ServiceCIDR", "StorageClass", "StorageVersion", "StorageVersionMigration",
    "SubjectAccessReview", "TokenReview", "ValidatingAdmissionPolicy", "ValidatingAdmissionPolicyBinding",
    "ValidatingWebhookConfiguration", "VolumeAttachment", "VolumeAttributesClass",
  ]

  /// Configuration files of the cluster's own programs: objects that have no name.
  static let configurationGroups: Set<String> = [
    "apiserver.config.k8s.io", "audit.k8s.io", "kubelet.config.k8s.io", "kubeproxy.config.k8s.io",
    "kubescheduler.config.k8s.io", "kubeadm.k8s.io",
  ]

  /// The groups that have a kind of this name.
  private static let groups: [String: Set<String>] = table.reduce(into: [:]) { groups, entry in
    for kind in entry.value.split(separator: " ") { groups[String(kind), default: []].insert(entry.key) }
  }

  /// Whether Kubernetes has the kind in the group (empty for `v1`).
  static func contains(_ kind: String, group: String) -> Bool { groups[kind]?.contains(group) == true }
}

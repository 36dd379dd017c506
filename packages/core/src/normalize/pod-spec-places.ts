/** Where the built-in workloads (`Kind` or `Kind.group`) have their pod spec, as a JSON Pointer. */
export const podSpecPlaces: Readonly<Record<string, string>> = {
  Pod: '/spec',
  'Deployment.apps': '/spec/template/spec',
  'ReplicaSet.apps': '/spec/template/spec',
  'StatefulSet.apps': '/spec/template/spec',
  'DaemonSet.apps': '/spec/template/spec',
  'Job.batch': '/spec/template/spec',
  'CronJob.batch': '/spec/jobTemplate/spec/template/spec',
  ReplicationController: '/spec/template/spec',
  PodTemplate: '/template/spec',
}

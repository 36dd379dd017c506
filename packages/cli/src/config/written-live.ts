import { z } from 'zod'
import { isLabelSelector } from './is-label-selector.ts'
import { text } from './words.ts'

/** One cluster, as it is written. */
export interface WrittenCluster {
  readonly context?: string | undefined
  readonly kubeconfig?: string | undefined
  readonly namespace?: string | undefined
}

/** Where an environment is live, as it is written; what it says of a cluster holds for those that do not say it. */
export interface WrittenLive extends WrittenCluster {
  readonly clusters?: readonly WrittenCluster[] | undefined
  readonly selector?: string | undefined
  readonly deployers?: readonly string[] | undefined
  readonly controllers?: readonly string[] | undefined
  readonly crossplane?: 'atProvider' | undefined
}

const cluster = {
  context: text('A context of the kubeconfig; default: its current one.').optional(),
  kubeconfig: text('A kubeconfig file, relative to this file; default: $KUBECONFIG.').optional(),
  namespace: text('Default: the context’s own.').optional(),
}

/** The form of where an environment is live. */
export const live: z.ZodType<WrittenLive> = z
  .strictObject({
    ...cluster,
    clusters: z
      .array(z.strictObject(cluster))
      .min(1)
      .describe('The clusters, where there are several; each may have a context and a namespace of its own.')
      .optional(),
    selector: text('A label selector; default: the objects of the units, whatever their labels.')
      .refine(isLabelSelector, 'is no label selector such as app=wall,environment!=dev')
      .optional(),
    deployers: z
      .array(text('A glob.'))
      .describe('Field managers that deliver, besides those of Argo CD and Flux.')
      .optional(),
    controllers: z
      .array(text('A glob.'))
      .describe('Field managers of controllers, besides those of Kubernetes and Crossplane.')
      .optional(),
    crossplane: z
      .enum(['atProvider'])
      .describe(
        'atProvider: what a provider observes outside of the cluster counts as live, so that an edit in the cloud’s console is captured. Default: it does not.',
      )
      .optional(),
  })
  .describe('The cluster, or clusters, that it runs in.')
  .meta({ id: 'live' })

import { blobRoutes } from './blob-routes.ts'
import { commentRoutes } from './comment-routes.ts'
import { commitRoutes } from './commit-routes.ts'
import { contentRoutes } from './content-routes.ts'
import { gitCommitRoutes } from './git-commit-routes.ts'
import { labelRoutes } from './label-routes.ts'
import { pullRoutes } from './pull-routes.ts'
import { refRoutes } from './ref-routes.ts'
import { repositoryRoutes } from './repository-routes.ts'
import { reviewerRoutes } from './reviewer-routes.ts'
import type { Route } from './route.ts'
import { statusRoutes } from './status-routes.ts'
import { treeRoutes } from './tree-routes.ts'

/** Every REST operation on a repository; the first that fits a request answers it. */
export const routes: readonly Route[] = [
  ...repositoryRoutes,
  ...refRoutes,
  ...gitCommitRoutes,
  ...treeRoutes,
  ...blobRoutes,
  ...contentRoutes,
  ...statusRoutes,
  ...commitRoutes,
  ...pullRoutes,
  ...reviewerRoutes,
  ...commentRoutes,
  ...labelRoutes,
]

export { createGitCheckout } from './checkout/create-git-checkout.ts'
export type { CutOptions, GitCheckoutOptions, RenderOptions } from './checkout/git-checkout-options.ts'
export type { CutMatch, CutRule } from './checkout/render-options.ts'
export { createGitArchive, type GitArchiveOptions } from './git-archive/create-git-archive.ts'
export { createGitProposals } from './git-proposals/create-git-proposals.ts'
export type { GitProposalsOptions } from './git-proposals/git-proposals-options.ts'
export { createGitHub } from './github/create-github.ts'
export { createGitHubCheckout, type GitHubCheckoutOptions } from './github/create-github-checkout.ts'
export type {
  GitBackend,
  GitHubApp,
  GitHubAuthor,
  GitHubClient,
  GitHubOptions,
} from './github/github-options.ts'

// These name another repository, or would write the traffic, credentials included, to standard error.
const dropped =
  /^GIT_(DIR|WORK_TREE|INDEX_FILE|OBJECT_DIRECTORY|ALTERNATE_.*|COMMON_DIR|NAMESPACE|PREFIX|TRACE.*|CURL_VERBOSE|QUARANTINE_PATH)$/

/**
 * The environment that Git runs in: that of the process, so that credential helpers and proxies work, without
 * what points at another repository; with no prompts, and messages in English.
 */
export function gitEnvironment(
  more: Readonly<Record<string, string>> = {},
): Readonly<Record<string, string>> {
  const inherited = Object.entries(process.env).flatMap(([name, value]) =>
    value === undefined || dropped.test(name) ? [] : [[name, value]],
  )
  return {
    ...Object.fromEntries(inherited),
    LC_ALL: 'C',
    GIT_TERMINAL_PROMPT: '0',
    GCM_INTERACTIVE: 'never',
    GIT_OPTIONAL_LOCKS: '0',
    ...more,
  }
}

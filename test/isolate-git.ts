import { fileURLToPath } from 'node:url'

// Tests must not see the Git settings or the identity of the person who runs them.
process.env['GIT_CONFIG_GLOBAL'] = fileURLToPath(new URL('./git-config', import.meta.url))
process.env['GIT_CONFIG_SYSTEM'] = '/dev/null'
process.env['GIT_TERMINAL_PROMPT'] = '0'
process.env['GIT_AUTHOR_NAME'] = 'Tideway Test'
process.env['GIT_AUTHOR_EMAIL'] = 'test@tideway.example'
process.env['GIT_COMMITTER_NAME'] = 'Tideway Test'
process.env['GIT_COMMITTER_EMAIL'] = 'test@tideway.example'

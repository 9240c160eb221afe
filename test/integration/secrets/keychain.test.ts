import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { countStart } from '../../support/count-start.ts'
import { runBuiltProgram, type ProgramResult } from '../../support/run-built-program.ts'

const key = 'sk-integration-5d7e1c0b9a-ab12'

let home: string
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'atelier-keys-'))
})
afterEach(() => rm(home, { recursive: true, force: true, maxRetries: 5 }))

/** No output and no file of the program may contain the key. */
async function expectNoTrace(results: readonly ProgramResult[]): Promise<void> {
  for (const { out, err } of results) expect(out + err).not.toContain(key)
  const files = await readdir(home, { recursive: true, withFileTypes: true })
  for (const file of files.filter((entry) => entry.isFile())) {
    expect(await readFile(join(file.parentPath, file.name), 'latin1')).not.toContain(key)
  }
}

describe('with a keychain', () => {
  /** A separate session with its own keyring, so that the user's keyring is never touched. */
  const unlock = 'printf secret | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1; "$@"'
  const session = ['dbus-run-session', '--', 'sh', '-c', unlock, 'sh']

  it.runIf(process.platform === 'linux')('stores a key, shows its last characters, and deletes it', async () => {
    const data = join(home, 'keyring')
    // All commands run in one session, because the keyring ends with it: three starts beside the one that is counted.
    for (let started = 0; started < 3; started++) countStart()
    const script = '"$@" keys set openai && "$@" keys list && "$@" keys delete openai && "$@" keys list'
    const result = await runBuiltProgram([], {
      home,
      input: `${key}\n`,
      env: { XDG_DATA_HOME: data },
      wrapper: [...session, 'sh', '-c', script, 'sh'],
    })
    expect(result.code).toBe(0)
    expect(result.err).not.toContain('keychain')
    expect(result.out).toContain('Saved the API key for openai in the keychain.')
    expect(result.out).toMatch(/openai +set · …ab12 \(keychain\)/)
    expect(result.out).toContain('Deleted the API key for openai.')
    expect(result.out).toMatch(/openai +not set \(OPENAI_API_KEY\)\n[^]*$/)
    await expectNoTrace([result])
  })
})

describe('without a keychain', () => {
  const env = { DBUS_SESSION_BUS_ADDRESS: 'disabled:', OPENAI_API_KEY: '' }

  it.runIf(process.platform === 'linux')('stores no key, and names the environment variable instead', async () => {
    const result = await runBuiltProgram(['keys', 'set', 'openai'], { home, input: key, env })
    expect(result).toMatchObject({ code: 1, out: '' })
    expect(result.err).toMatch(/keychain[^\n]*OPENAI_API_KEY/)
    expect(result.err.trimEnd().split('\n')).toHaveLength(1)
    await expectNoTrace([result])
  })

  it.runIf(process.platform === 'linux')('shows a key from the environment', async () => {
    const result = await runBuiltProgram(['keys', 'list'], { home, env: { ...env, OPENAI_API_KEY: key } })
    expect(result.code).toBe(0)
    expect(result.out).toMatch(/openai +set · …ab12 \(OPENAI_API_KEY\)/)
    expect(result.err).toContain('keychain')
    await expectNoTrace([result])
  })
})

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { builtProgram } from '../../support/built/built-program.ts'

const key = 'sk-integration-7a1b2c3d4e-cd34'
const driver = fileURLToPath(builtProgram(new URL('./secrets-driver.ts', import.meta.url)))
/** A separate session with its own keyring, so that the user's keyring is never touched. */
const unlock = 'printf secret | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1; "$@"'

const account = {
  type: 'service_account',
  project_id: 'from-file',
  private_key: '-----BEGIN PRIVATE KEY-----\nbm90IGEga2V5\n-----END PRIVATE KEY-----\n',
  client_email: 'atelier@from-file.iam.gserviceaccount.com',
}

let folder: string
let accountFile: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'atelier-session-keys-'))
  accountFile = join(folder, 'account.json')
  await writeFile(accountFile, JSON.stringify(account))
})
afterEach(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }))

const noKeys = { OPENAI_API_KEY: '', GOOGLE_API_KEY: '', GOOGLE_CLOUD_PROJECT: '' }

async function drive(wrapper: readonly string[], env: Record<string, string>): Promise<Record<string, unknown>> {
  const [command, ...args] = [...wrapper, process.execPath, driver, key]
  const child = spawn(command, args, {
    env: {
      ...process.env,
      ELECTRON_RUN_AS_NODE: '1',
      NODE_OPTIONS: '',
      ...noKeys,
      GOOGLE_APPLICATION_CREDENTIALS: accountFile,
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  let errorOutput = ''
  child.stdout.on('data', (part: Buffer) => (output += part.toString()))
  child.stderr.on('data', (part: Buffer) => (errorOutput += part.toString()))
  const [code] = (await once(child, 'close')) as [number | null]
  expect(errorOutput).not.toContain(key)
  expect(output).not.toContain(key)
  if (code !== 0) throw new Error(`The driver failed: ${errorOutput}`)
  const lines = output.trim().split('\n')
  return Object.fromEntries(
    lines.map((line) => {
      const { what, value } = JSON.parse(line) as { what: string; value: unknown }
      return [what, value]
    }),
  )
}

const nothing = { source: null, ending: null, hasProblem: false, isRight: false, isInKeychain: false }

describe('session keys and service accounts', () => {
  it.runIf(process.platform === 'linux')('are never written to an available keychain', async () => {
    const session = ['dbus-run-session', '--', 'sh', '-c', unlock, 'sh']
    const seen = await drive(session, { XDG_DATA_HOME: join(folder, 'keyring') })
    expect(seen).toEqual({
      before: nothing,
      session: { ...nothing, source: 'session', ending: 'cd34', isRight: true },
      keychain: { ...nothing, source: 'keychain', ending: 'cd34', isRight: true, isInKeychain: true },
      deleted: nothing,
      account: { source: 'service-account', type: 'service-account', project: 'from-file' },
      'account and key': { source: 'keychain', type: 'key', project: null },
    })
  })

  it.runIf(process.platform === 'linux')('work without a keychain', async () => {
    const seen = await drive([], { DBUS_SESSION_BUS_ADDRESS: 'disabled:', GOOGLE_CLOUD_PROJECT: 'mine' })
    const problem = { ...nothing, hasProblem: true }
    expect(seen).toEqual({
      before: problem,
      session: { ...problem, source: 'session', ending: 'cd34', isRight: true },
      keychain: 'credential/unavailable',
      deleted: problem,
      account: { source: 'service-account', type: 'service-account', project: 'mine' },
      'account and key': { source: 'service-account', type: 'service-account', project: 'mine' },
    })
  })
})

import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { AppError } from '../../shared/errors/index.ts'
import { readServiceAccount } from './read-service-account.ts'
import { createSecrets } from './secrets.ts'

const pem = '-----BEGIN PRIVATE KEY-----\nbm90IGEga2V5\n-----END PRIVATE KEY-----\n'
const good = {
  type: 'service_account',
  project_id: 'from-file',
  private_key_id: 'abc',
  private_key: pem,
  client_email: 'atelier@from-file.iam.gserviceaccount.com',
}

const ownHost = { host: 'own', isNamedOutside: false }

let folder: string
let path: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'atelier-account-'))
  path = join(folder, 'account.json')
})
afterEach(() => rm(folder, { recursive: true, force: true }))

async function read(content: unknown, env: Record<string, string> = {}) {
  await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content))
  return readServiceAccount({ GOOGLE_APPLICATION_CREDENTIALS: path, ...env })
}

const problem = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => expect.fail('it did not fail'),
    (thrown: unknown) => thrown,
  )

describe('readServiceAccount', () => {
  it('returns null when no file is named', async () => {
    expect(await readServiceAccount({})).toBeNull()
    expect(await readServiceAccount({ GOOGLE_APPLICATION_CREDENTIALS: ' ' })).toBeNull()
  })

  it('reads the account, its project and its region', async () => {
    expect(await read(good)).toEqual({
      clientEmail: good.client_email,
      privateKey: pem,
      privateKeyId: 'abc',
      projectId: 'from-file',
      location: null,
    })
    const env = { GOOGLE_CLOUD_PROJECT: 'mine', GOOGLE_CLOUD_LOCATION: 'europe-west4' }
    expect(await read(good, env)).toMatchObject({ projectId: 'mine', location: 'europe-west4' })
    expect(await read({ ...good, private_key_id: undefined })).toMatchObject({ privateKeyId: null })
  })

  it.each([
    ['{ not json: hushhush', 'is not a service account’s key file'],
    [{ ...good, type: 'authorized_user', refresh_token: 'hushhush' }, 'is not a service account’s key file'],
    [{ ...good, private_key: 'hushhush' }, 'has no usable private_key'],
    [{ ...good, client_email: 'hushhush' }, 'has no usable client_email'],
    [{ ...good, project_id: undefined, note: 'hushhush' }, 'has no project'],
    ['hushhush'.repeat(20_000), 'is not a service account’s key file'],
  ])('reports what is wrong with a file without quoting it (%#)', async (content, words) => {
    const error = await problem(read(content))
    expect(error).toBeInstanceOf(AppError)
    expect(error).toMatchObject({
      code: 'credential/missing',
      message: expect.stringContaining(`${path} (GOOGLE_APPLICATION_CREDENTIALS) ${words}.`),
    })
    expect(JSON.stringify([error, (error as AppError).message, (error as AppError).cause])).not.toContain('hushhush')
  })

  it('reports a missing file', async () => {
    const error = await problem(readServiceAccount({ GOOGLE_APPLICATION_CREDENTIALS: path }))
    expect(error).toMatchObject({ message: expect.stringContaining('does not exist') })
  })
})

describe('createSecrets', () => {
  const keychain = { read: async () => null, write: async () => undefined, remove: async () => false }

  it('uses the service account when there is no key', async () => {
    await writeFile(path, JSON.stringify(good))
    const env = { GOOGLE_APPLICATION_CREDENTIALS: path }
    const secrets = createSecrets({ keychain, env })
    expect(await secrets.get('gemini', ownHost)).toMatchObject({
      type: 'service-account',
      account: { projectId: 'from-file' },
    })
    expect(await secrets.status('imagen')).toMatchObject({ source: 'service-account', ending: null })
    expect(await secrets.status('openai')).toMatchObject({ source: null })
    const withKey = createSecrets({ keychain, env: { ...env, GOOGLE_API_KEY: 'AIza-example-0000000' } })
    expect(await withKey.get('gemini', ownHost)).toMatchObject({ type: 'key', source: 'environment' })
  })

  it('reports the problem of the file rather than a missing key', async () => {
    const secrets = createSecrets({ keychain, env: { GOOGLE_APPLICATION_CREDENTIALS: path } })
    expect(await problem(secrets.get('imagen', ownHost))).toMatchObject({ message: expect.stringContaining(path) })
    expect(await secrets.status('imagen')).toMatchObject({ source: null, keychainProblem: null })
    expect(await problem(createSecrets({ keychain, env: {} }).get('imagen', ownHost))).toMatchObject({
      message: expect.stringContaining('GOOGLE_APPLICATION_CREDENTIALS'),
    })
  })
})

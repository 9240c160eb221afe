import { createPublicKey, generateKeyPairSync, verify, X509Certificate, type KeyObject } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createMemoryKeychain, noKeychain, type MemoryKeychain } from '../../../test/support/memory-keychain.ts'
import { systemClock } from '../platform/clock.ts'
import { certificateName } from '../platform/pure/certificate-name.ts'
import { createSigning } from './create-signing.ts'
import type { KeyStore } from './key-store-cache.ts'
import { makeCertificates } from './make-certificates.ts'

let folder: string
let keychain: MemoryKeychain
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'atelier-signing-'))
  keychain = createMemoryKeychain()
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const at = (name: string) => join(folder, name)
const openSigning = (store: KeyStore = keychain) =>
  createSigning({ keychain: store, paths: { signingFile: at('signing.json') }, clock: systemClock, patienceMs: 2_000 })

const toPem = (certificates: readonly Buffer[]) =>
  certificates.map((each) => new X509Certificate(each).toString()).join('')

async function writeOwn(change: { chain?: string; key?: string } = {}): Promise<[string, string]> {
  const { chain, key } = await makeCertificates('Ann Artist', Date.now())
  await writeFile(at('own.pem'), change.chain ?? toPem(chain))
  await writeFile(at('own.key'), change.key ?? key.export({ type: 'pkcs8', format: 'pem' }))
  return [at('own.pem'), at('own.key')]
}

describe('a generated certificate', () => {
  it('is made at the first signature, under a generic name', async () => {
    const signing = openSigning()
    expect(await signing.identity()).toBeNull()
    const [first, second] = await Promise.all([signing.signer(), signing.signer()])
    expect(first.certificates[0]).toEqual(second.certificates[0])
    expect(await signing.identity()).toMatchObject({
      kind: 'made',
      name: 'Atelier user',
      issuer: 'Atelier user, made with Atelier',
      keptIn: 'keychain',
    })
    expect(keychain.kept.size).toBe(1)
  })

  it('meets the requirements of C2PA', async () => {
    const nowMs = Date.UTC(2049, 5, 1)
    const { chain, key } = await makeCertificates('Ännë “Ann” Müller, 赤', nowMs)
    const [leaf, root] = chain.map((each) => new X509Certificate(each))
    expect(certificateName(leaf!.subject, 'CN')).toBe('Ännë “Ann” Müller, 赤')
    expect(leaf!.verify(root!.publicKey) && root!.verify(root!.publicKey)).toBe(true)
    expect([leaf!.checkIssued(root!), leaf!.ca, root!.ca, leaf!.checkPrivateKey(key)]).toEqual([
      true,
      false,
      true,
      true,
    ])
    expect(leaf!.keyUsage).toEqual(['1.3.6.1.5.5.7.3.4', '1.3.6.1.5.5.7.3.36'])
    // Crosses the year in which the date format changes.
    expect(Date.parse(leaf!.validFrom)).toBe(nowMs - 86_400_000)
    expect(new Date(leaf!.validTo).getUTCFullYear()).toBe(2059)
  })

  it('persists across restarts, with its key only in the keychain', async () => {
    const made = await openSigning().make('Ann Artist')
    const again = openSigning()
    expect(await again.identity()).toEqual(made)
    const signer = await again.signer()
    const message = Buffer.from('a claim')
    const key = { key: publicKeyOf(signer.certificates), dsaEncoding: 'ieee-p1363' } as const
    expect(verify('sha256', message, key, await signer.sign(message))).toBe(true)
    const secret = [...keychain.kept.values()][0]!
    expect(await readdir(folder)).toEqual(['signing.json'])
    expect(await readFile(at('signing.json'), 'utf8')).not.toContain(secret.slice(40, 120))
  })

  it('removes the old key when made again, and everything when forgotten', async () => {
    const signing = openSigning()
    const [first] = [await signing.make('Ann Artist'), await signing.signer()]
    const second = await signing.make('Ann Other')
    expect(second.fingerprint).not.toBe(first.fingerprint)
    expect([...keychain.kept.keys()]).toEqual([`content-credentials-${second.fingerprint.slice(0, 32)}`])
    expect(new X509Certificate((await signing.signer()).certificates[0]!).subject).toContain('Ann Other')
    await signing.forget()
    expect([keychain.kept.size, await signing.identity(), await readdir(folder)]).toEqual([0, null, []])
  })

  it('lasts for the session when there is no keychain, and writes nothing to disk', async () => {
    const signing = openSigning(noKeychain)
    expect(await signing.make('Ann Artist')).toMatchObject({ keptIn: 'session' })
    expect((await (await signing.signer()).sign(Buffer.from('a claim'))).length).toBe(64)
    expect(await readdir(folder)).toEqual([])
    expect(await openSigning(noKeychain).identity()).toBeNull()
  })

  it('fails to sign when its key is missing or unavailable', async () => {
    await openSigning().make('Ann Artist')
    const secret = [...keychain.kept.values()][0]!
    keychain.kept.clear()
    await expect(openSigning().signer()).rejects.toMatchObject({ code: 'credential/missing' })
    await expect(openSigning(noKeychain).signer()).rejects.toMatchObject({ code: 'credential/unavailable' })
    keychain.kept.set([...keychain.kept.keys()][0] ?? 'x', secret)
    await writeFile(at('signing.json'), '{"version":1,"kind":"made","chain":[]}')
    await expect(openSigning().signer()).rejects.toMatchObject({ code: 'storage/corrupt' })
    expect(await openSigning().make('Ann Artist')).toMatchObject({ keptIn: 'keychain' })
  })
})

const publicKeyOf = ([leaf]: readonly Uint8Array[]): KeyObject =>
  createPublicKey(new X509Certificate(leaf!).publicKey.export({ type: 'spki', format: 'pem' }))

describe('a custom certificate', () => {
  it('is imported with its key, so that neither file is needed again', async () => {
    const signing = openSigning()
    expect(await signing.useOwn(...(await writeOwn()))).toMatchObject({ kind: 'own', name: 'Ann Artist' })
    await rm(at('own.key'))
    await rm(at('own.pem'))
    expect((await openSigning().signer()).algorithm).toBe('es256')
    expect(await readFile(at('signing.json'), 'utf8')).not.toContain('own.')
  })

  it.each([
    ['has no certificate', { chain: 'hello' }],
    ['is damaged', { chain: '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----' }],
    ['has no private key', { key: 'hello' }],
    [
      'protected with a password',
      { key: '-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----' },
    ],
    [
      'does not belong',
      {
        key: generateKeyPairSync('ec', { namedCurve: 'P-256' })
          .privateKey.export({ type: 'pkcs8', format: 'pem' })
          .toString(),
      },
    ],
  ])('is refused: %s', async (words, change) => {
    const signing = openSigning()
    const before = await signing.make('Ann Artist')
    const error = await signing.useOwn(...(await writeOwn(change))).then(
      () => expect.fail('it was taken'),
      (thrown: unknown) => thrown as Error,
    )
    expect(error).toMatchObject({ code: 'request/invalid', message: expect.stringContaining(words) })
    expect(await signing.identity()).toEqual(before)
  })

  it('is refused when it belongs to an authority, is expired or is out of order', async () => {
    const signing = openSigning()
    const made = await makeCertificates('Ann Artist', Date.now())
    const old = await makeCertificates('Ann Artist', Date.now() - 20 * 365 * 86_400_000)
    const other = await makeCertificates('Somebody else', Date.now())
    const key = (identity: typeof made) => ({ key: identity.key.export({ type: 'pkcs8', format: 'pem' }).toString() })
    const refused = async (change: { chain: string; key: string }) =>
      expect(signing.useOwn(...(await writeOwn(change)))).rejects
    await (await refused({ chain: toPem(old.chain), ...key(old) })).toThrow('expired')
    await (await refused({ chain: toPem([made.chain[0]!, other.chain[1]!]), ...key(made) })).toThrow('not in order')
    await (await refused({ chain: toPem([made.chain[1]!]), ...key(made) })).toThrow('does not belong')
    await expect(signing.useOwn(at('nowhere.pem'), at('own.key'))).rejects.toMatchObject({ code: 'storage/not-found' })
  })
})

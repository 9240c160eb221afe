import { createPublicKey } from 'node:crypto'
import { SetupError } from '../setup/say.mjs'

/**
 * What a build that updates itself is given, by the environment: nothing of it is in the repository.
 * - `ATELIER_UPDATE_URL`: the https address of the folder with manifests and files.
 * - `ATELIER_UPDATE_KEY`: the public key that `npm run sign -- --new-key FILE` prints.
 * - `ATELIER_UPDATE_CHANNEL`: the manifests' name, `latest` where it is not given.
 * - `ATELIER_UPDATE_PUBLISHER`: whose name the signature of Windows' installers carries.
 *
 * Returns null where a build is to have no updates.
 * @param {Readonly<Record<string, string | undefined>>} env
 */
export function updateSourceOf(env) {
  const [url, publicKey] = [read(env, 'ATELIER_UPDATE_URL'), read(env, 'ATELIER_UPDATE_KEY')]
  if (url === null && publicKey === null) return null
  if (url === null || publicKey === null) {
    throw new SetupError('Updates need both: ATELIER_UPDATE_URL, the address, and ATELIER_UPDATE_KEY, the public key.')
  }
  if (!isFolderUrl(url)) throw new SetupError('ATELIER_UPDATE_URL is not an https address without ? and #.')
  if (!isEd25519(publicKey)) throw new SetupError('ATELIER_UPDATE_KEY is not a public key that `npm run sign` printed.')
  const channel = read(env, 'ATELIER_UPDATE_CHANNEL') ?? 'latest'
  if (!/^[a-z]{1,20}$/.test(channel)) throw new SetupError('ATELIER_UPDATE_CHANNEL is one word of small letters.')
  return { url, publicKey, channel, publisher: read(env, 'ATELIER_UPDATE_PUBLISHER') }
}

/**
 * @param {Readonly<Record<string, string | undefined>>} env
 * @param {string} name
 */
function read(env, name) {
  const text = env[name]?.trim() ?? ''
  return text === '' ? null : text
}

/** @param {string} text */
function isFolderUrl(text) {
  if (!URL.canParse(text)) return false
  const { protocol, username, search, hash } = new URL(text)
  return protocol === 'https:' && username === '' && search === '' && hash === ''
}

/** @param {string} text */
function isEd25519(text) {
  try {
    const key = createPublicKey({ key: Buffer.from(text, 'base64'), format: 'der', type: 'spki' })
    return key.asymmetricKeyType === 'ed25519'
  } catch {
    return false
  }
}

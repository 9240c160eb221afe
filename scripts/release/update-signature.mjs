import { createPublicKey, sign } from 'node:crypto'

/**
 * What the signature of a manifest is over: its name too, so that the manifest of one system or channel is not taken for
 * that of another. `src/main/updates/read-manifest.ts` checks the same.
 * @param {string} name
 * @param {Uint8Array} bytes
 */
function signedBytes(name, bytes) {
  return Buffer.concat([Buffer.from(`atelier update\n${name}\n`), bytes])
}

/**
 * The content of `NAME.sig`: an Ed25519 signature in base64.
 * @param {{ name: string, bytes: Uint8Array, privateKey: import('node:crypto').KeyObject }} manifest
 */
export function signManifest({ name, bytes, privateKey }) {
  return `${sign(null, signedBytes(name, bytes), privateKey).toString('base64')}\n`
}

/**
 * As a build is given it: SPKI as DER in base64.
 * @param {import('node:crypto').KeyObject} privateKey
 */
export function publicKeyText(privateKey) {
  return createPublicKey(privateKey).export({ format: 'der', type: 'spki' }).toString('base64')
}

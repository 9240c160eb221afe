import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type * as C2paLibrary from '@contentauth/c2pa-wasm'
import type { ByteSlices } from './slices.ts'

export type C2pa = typeof C2paLibrary

let loaded: Promise<C2pa> | null = null

/**
 * The official library as WebAssembly. It is written for a browser's worker: what it asks of one is stood in for here, in
 * a thread of its own, and what could reach the network is taken away.
 */
export function loadC2pa(): Promise<C2pa> {
  loaded ??= load()
  return loaded
}

async function load(): Promise<C2pa> {
  Object.assign(globalThis, {
    FileReaderSync: class {
      readAsArrayBuffer(part: ByteSlices): ArrayBuffer {
        return part.read().buffer
      }
    },
    fetch: () => Promise.reject(new TypeError('Content Credentials are read and written without the network.')),
  })
  const c2pa = await import('@contentauth/c2pa-wasm')
  c2pa.initSync({ module: readFileSync(createRequire(import.meta.url).resolve('@contentauth/c2pa-wasm/c2pa.wasm')) })
  return c2pa
}

/**
 * The library's own settings: nothing is fetched, and no thumbnail of the image is made. Without its list of labels
 * the library files what Atelier itself states as gathered, that is, as stated by others (C2PA 2.2).
 */
export const c2paSettings = JSON.stringify({
  verify: { verify_after_sign: false, remote_manifest_fetch: false, ocsp_fetch: false },
  builder: {
    thumbnail: { enabled: false },
    created_assertion_labels: ['c2pa.actions', 'c2pa.ingredient', 'c2pa.thumbnail.ingredient'],
  },
})

/** The library takes any object with a length and slices for one. */
export function asBlob(slices: ByteSlices): Blob {
  return slices as unknown as Blob
}

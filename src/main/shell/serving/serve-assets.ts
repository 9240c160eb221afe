import type { Readable } from 'node:stream'
import { registerStreams, type SchemeProtocol, type SchemeResponder } from './register-scheme.ts'

export type AssetResponder = SchemeResponder<Readable>

/** Requests wait for the responder, which is loaded after the window was created. */
export function serveAssets(protocol: SchemeProtocol, scheme: string, responder: Promise<AssetResponder>): void {
  // The caller handles the failure.
  responder.catch(() => undefined)
  registerStreams(protocol, scheme, async (request) => (await responder)(request))
}

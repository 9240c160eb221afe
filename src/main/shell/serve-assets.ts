import type { Protocol } from 'electron'
import type { AssetRequest, AssetResponse } from './file-response.ts'

export type AssetResponder = (request: AssetRequest) => Promise<AssetResponse>

/**
 * Requests wait for the responder, which is loaded after the window was created. Uses Electron's deprecated stream protocol
 * for the reason given at `servePages`. Bytes are streamed as well, since a scheme has only one kind of response.
 */
export function serveAssets(protocol: Protocol, scheme: string, responder: Promise<AssetResponder>): void {
  // The caller handles the failure.
  responder.catch(() => undefined)
  protocol.registerStreamProtocol(
    scheme,
    (request, send) =>
      void responder.then(
        async (respond) => send(await respond(request)),
        () => undefined,
      ),
  )
}

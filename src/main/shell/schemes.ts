import { protocol } from 'electron'

/** Serves the window's own pages. */
export const appScheme = 'app'
export const appOrigin = `${appScheme}://atelier`
/** Serves pixels: pictures, thumbnails, masks, previews. */
export const assetScheme = 'asset'

/** Must run before the app is ready. */
export function registerSchemes(): void {
  const common = { standard: true, secure: true, supportFetchAPI: true, stream: true }
  protocol.registerSchemesAsPrivileged([
    { scheme: appScheme, privileges: { ...common, codeCache: true } },
    // CORS lets the canvas read the pixels it drew, and nobody else.
    { scheme: assetScheme, privileges: { ...common, corsEnabled: true } },
  ])
}

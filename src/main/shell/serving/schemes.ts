import { protocol } from 'electron'

/** Serves the window's own pages. */
export const appScheme = 'app'
export const appOrigin = `${appScheme}://atelier`
/** Serves pixels: images, thumbnails, masks, previews. */
export const assetScheme = 'asset'

/** Must run before the app is ready. */
export function registerSchemes(): void {
  const common = { standard: true, secure: true, supportFetchAPI: true, stream: true }
  protocol.registerSchemesAsPrivileged([
    { scheme: appScheme, privileges: { ...common, codeCache: true } },
    // CORS lets our canvas read back the pixels it drew, and no other origin.
    { scheme: assetScheme, privileges: { ...common, corsEnabled: true } },
  ])
}

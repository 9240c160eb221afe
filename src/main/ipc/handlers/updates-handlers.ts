import type { HandlerContext, HandlersOf } from '../handler-context.ts'

/** No call takes an input: what is asked, downloaded and installed is main's alone to say. */
export function createUpdatesHandlers({ updates }: HandlerContext): HandlersOf<'updates'> {
  return {
    'updates.view': () => updates.view(),
    'updates.check': () => updates.check(),
    'updates.download': () => updates.download(),
    'updates.install': () => updates.install(),
    'updates.takeWhatsNew': async () => ({ version: await updates.takeWhatsNew() }),
  }
}

import { deferred } from '../../../ui/deferred.tsx'

/** Beside the other parts: it has the options of tools in it, which have some of those. */
export const { Part: CanvasMenu, load: loadCanvasMenu } = deferred(
  async () => (await import('./canvas-menu.tsx')).CanvasMenu,
)

import { deferred } from '../../../ui/deferred.tsx'

/** Separate from the other deferred parts: it contains the tool options, which use some of them. */
export const { Part: CanvasMenu, load: loadCanvasMenu } = deferred(
  async () => (await import('./canvas-menu.tsx')).CanvasMenu,
)

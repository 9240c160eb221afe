import { deferred } from '../../../ui/deferred.tsx'

/** Separate from the other deferred parts: it contains the tool options, which use some of them. */
export const { Part: CanvasMenu, load: loadCanvasMenu } = deferred(() =>
  import('./canvas-menu.tsx').then((part) => part.CanvasMenu),
)

import { deferred } from '../../../ui/deferred.tsx'

/** Startup shows the image first, and its results a moment later. */
export const { Part: StripCards, load: loadStripCards } = deferred(() =>
  import('./strip-cards.tsx').then((part) => part.StripCards),
)

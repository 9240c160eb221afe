import { deferred } from '../../../ui/deferred.tsx'

const navigator = deferred(async () => (await import('./navigator.tsx')).Navigator)
const place = deferred(async () => (await import('./panels/place-options.tsx')).PlaceOptions)
const frame = deferred(async () => (await import('./panels/extent-options.tsx')).FrameOptions)
const crop = deferred(async () => (await import('./panels/extent-options.tsx')).CropOptions)

/** What belongs to tools that are not in the hand at the start. */
export const Navigator = navigator.Part
export const PlaceOptions = place.Part
export const FrameOptions = frame.Part
export const CropOptions = crop.Part

/** Call when nothing else is to be done. */
export async function loadCanvasParts(): Promise<void> {
  for (const part of [navigator, place, frame, crop]) await part.load()
}

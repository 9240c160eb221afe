import { loadOverlayNodes } from '../../../editor/view/canvas-view.ts'
import { deferred } from '../../../ui/deferred.tsx'

const navigator = deferred(async () => (await import('./navigator.tsx')).Navigator)
const slider = deferred(async () => (await import('./comparison-slider.tsx')).ComparisonSlider)
const found = deferred(async () => (await import('./found-boxes.tsx')).FoundBoxes)
const placeOptions = deferred(async () => (await import('./panels/place-options.tsx')).PlaceOptions)
const tool = deferred(async () => (await import('./panels/more-tool-options.tsx')).MoreToolOptions)
const frame = deferred(async () => (await import('./panels/extent-options.tsx')).FrameOptions)
const crop = deferred(async () => (await import('./panels/extent-options.tsx')).CropOptions)

/** Controls not shown at startup. */
export const LazyComparisonSlider = slider.Part
export const LazyNavigator = navigator.Part
export const LazyFoundBoxes = found.Part
export const LazyPlaceOptions = placeOptions.Part
export const LazyToolOptions = tool.Part
export const LazyFrameOptions = frame.Part
export const LazyCropOptions = crop.Part

/** Call when idle. */
export async function loadCanvasParts(): Promise<void> {
  for (const part of [tool, found, slider, navigator, placeOptions, frame, crop]) await part.load()
  await loadOverlayNodes()
}

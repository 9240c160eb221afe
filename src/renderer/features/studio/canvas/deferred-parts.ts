import { loadOverlayNodes } from '../../../editor/view/canvas-view.ts'
import { deferred } from '../../../ui/deferred.tsx'

const navigator = deferred(() => import('./navigator.tsx').then((part) => part.Navigator))
const slider = deferred(() => import('./comparison-slider.tsx').then((part) => part.ComparisonSlider))
const found = deferred(() => import('./found-boxes.tsx').then((part) => part.FoundBoxes))
const masked = deferred(() => import('./masked-area.tsx').then((part) => part.MaskedArea))
const placeOptions = deferred(() => import('./panels/place-options.tsx').then((part) => part.PlaceOptions))
const tool = deferred(() => import('./panels/more-tool-options.tsx').then((part) => part.MoreToolOptions))
const frame = deferred(() => import('./panels/extent-options.tsx').then((part) => part.FrameOptions))
const crop = deferred(() => import('./panels/extent-options.tsx').then((part) => part.CropOptions))

/** Controls not shown at startup, and what only screen readers get. */
export const LazyComparisonSlider = slider.Part
export const LazyNavigator = navigator.Part
export const LazyFoundBoxes = found.Part
export const LazyMaskedArea = masked.Part
export const LazyPlaceOptions = placeOptions.Part
export const LazyToolOptions = tool.Part
export const LazyFrameOptions = frame.Part
export const LazyCropOptions = crop.Part

/** Call when idle. */
export async function loadCanvasParts(): Promise<void> {
  for (const part of [tool, found, slider, navigator, placeOptions, frame, crop]) await part.load()
  await loadOverlayNodes()
}

import { deferred } from '../../ui/deferred.tsx'

const blending = deferred(async () => (await import('./blend/blend-panel.tsx')).BlendPanel)
const details = deferred(async () => (await import('./details/card-details.tsx')).CardDetails)
const models = deferred(async () => (await import('./form/model-picker.tsx')).ModelPicker)
const promptTool = deferred(async () => (await import('./prompt/prompt-tool-dialog.tsx')).PromptToolDialog)
const takePart = deferred(async () => (await import('./merge-area/merge-area-bar.tsx')).MergeAreaBar)
// The stage is painted on before anybody reads the lists beside it.
const masks = deferred(async () => (await import('./canvas/panels/masks-panel.tsx')).MasksPanel)
const layers = deferred(async () => (await import('./canvas/panels/layers-panel.tsx')).LayersPanel)
const spending = deferred(async () => (await import('./spend/spend-dialog.tsx')).SpendDialog)
const pictures = deferred(async () => (await import('./form/picture-picker.tsx')).PicturePicker)

export const BlendPanel = blending.Part
export const CardDetails = details.Part
export const LayersPanel = layers.Part
export const MasksPanel = masks.Part
export const ModelPicker = models.Part
export const PicturePicker = pictures.Part
export const PromptToolDialog = promptTool.Part
export const MergeAreaBar = takePart.Part
export const SpendDialog = spending.Part

/** Call when nothing else is to be done. */
export async function loadStudioParts(): Promise<void> {
  for (const part of [blending, details, promptTool, models, spending, pictures, takePart]) await part.load()
  await import('./form/recall-picture.ts')
}

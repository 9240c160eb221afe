import { deferred } from '../../ui/deferred.tsx'

const blending = deferred(async () => (await import('./blend/blend-panel.tsx')).BlendPanel)
const details = deferred(async () => (await import('./details/card-details.tsx')).CardDetails)
const models = deferred(async () => (await import('./form/model-picker.tsx')).ModelPicker)
const promptTool = deferred(async () => (await import('./prompt/prompt-tool-dialog.tsx')).PromptToolDialog)
const takePart = deferred(async () => (await import('./merge-area/merge-area-bar.tsx')).MergeAreaBar)
const spending = deferred(async () => (await import('./spend/spend-dialog.tsx')).SpendDialog)
const pictures = deferred(async () => (await import('./form/picture-picker.tsx')).PicturePicker)

export const BlendPanel = blending.Part
export const CardDetails = details.Part
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

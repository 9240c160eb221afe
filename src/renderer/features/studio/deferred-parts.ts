import { deferred } from '../../ui/deferred.tsx'

const blending = deferred(async () => (await import('./blend/blend-panel.tsx')).BlendPanel)
const conversation = deferred(async () => (await import('./conversation/conversation-panel.tsx')).ConversationPanel)
const continueButton = deferred(async () => (await import('./conversation/continue-button.tsx')).ContinueButton)
const details = deferred(async () => (await import('./details/card-details.tsx')).CardDetails)
const models = deferred(async () => (await import('./form/model-picker.tsx')).ModelPicker)
const presets = deferred(async () => (await import('./form/model-presets.tsx')).ModelPresets)
const promptTool = deferred(async () => (await import('./prompt/prompt-tool-dialog.tsx')).PromptToolDialog)
const mentionChips = deferred(async () => (await import('./prompt/mention-chips.tsx')).MentionChips)
const mentionOptions = deferred(async () => (await import('./prompt/mention-options.tsx')).MentionOptions)
const optionFields = deferred(async () => (await import('./form/option-fields.tsx')).OptionFields)
const sizes = deferred(async () => (await import('./form/size-field.tsx')).SizeField)
const variants = deferred(async () => (await import('./prompt/variants.tsx')).Variants)
const takePart = deferred(async () => (await import('./merge-area/merge-area-bar.tsx')).MergeAreaBar)
// The canvas is usable before the panels next to it are needed.
const masks = deferred(async () => (await import('./canvas/panels/masks-panel.tsx')).MasksPanel)
const layers = deferred(async () => (await import('./canvas/panels/layers-panel.tsx')).LayersPanel)
const markup = deferred(async () => (await import('./canvas/panels/markup-panel.tsx')).MarkupPanel)
const spending = deferred(async () => (await import('./spend/spend-dialog.tsx')).SpendDialog)
const maskPreview = deferred(async () => (await import('./form/mask-preview.tsx')).MaskPreview)
const sentAreas = deferred(async () => (await import('./form/sent-details.tsx')).SentAreas)
const sentPrompts = deferred(async () => (await import('./form/sent-details.tsx')).SentPromptList)
const firstFill = deferred(async () => (await import('./after-first-fill.tsx')).AfterFirstFill)
const images = deferred(async () => (await import('./form/image-picker.tsx')).ImagePicker)
const backgrounds = deferred(async () => (await import('./background-dialog.tsx')).BackgroundDialog)

export const LazyAfterFirstFill = firstFill.Part
export const LazyBackgroundDialog = backgrounds.Part
export const LazyBlendPanel = blending.Part
export const LazyContinueButton = continueButton.Part
export const LazyConversation = conversation.Part
export const LazyCardDetails = details.Part
export const LazyLayersPanel = layers.Part
export const LazyMarkupPanel = markup.Part
export const LazyMasksPanel = masks.Part
export const LazyMentionChips = mentionChips.Part
export const LazyMentionOptions = mentionOptions.Part
export const LazyModelPicker = models.Part
export const LazyModelPresets = presets.Part
export const LazyImagePicker = images.Part
export const LazyOptionFields = optionFields.Part
export const LazySizeField = sizes.Part
export const LazyVariants = variants.Part
export const LazyPromptToolDialog = promptTool.Part
export const LazyMergeAreaBar = takePart.Part
export const LazyMaskPreview = maskPreview.Part
export const LazySentAreas = sentAreas.Part
export const LazySentPromptList = sentPrompts.Part
export const LazySpendDialog = spending.Part

/** Call when idle. */
export async function loadStudioParts(): Promise<void> {
  const dialogs = [conversation, blending, details, promptTool, models, spending, images, backgrounds, takePart, markup]
  const fields = [presets, variants, sizes, optionFields, mentionOptions, mentionChips]
  for (const part of [...fields, firstFill, maskPreview, sentAreas, sentPrompts, ...dialogs]) await part.load()
  await import('./form/recall-image.ts')
}

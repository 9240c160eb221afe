import { deferred } from '../../ui/deferred.tsx'

const blending = deferred(() => import('./blend/blend-panel.tsx').then((part) => part.BlendPanel))
const conversation = deferred(() =>
  import('./conversation/conversation-panel.tsx').then((part) => part.ConversationPanel),
)
const continueButton = deferred(() => import('./conversation/continue-button.tsx').then((part) => part.ContinueButton))
const details = deferred(() => import('./details/card-details.tsx').then((part) => part.CardDetails))
const liveButton = deferred(() => import('./live/live-button.tsx').then((part) => part.LiveButton))
const livePanel = deferred(() => import('./live/live-panel.tsx').then((part) => part.LivePanel))
const models = deferred(() => import('./form/models/model-picker.tsx').then((part) => part.ModelPicker))
const presets = deferred(() => import('./form/models/model-presets.tsx').then((part) => part.ModelPresets))
const promptTool = deferred(() => import('./prompt/prompt-tool-dialog.tsx').then((part) => part.PromptToolDialog))
const mentionChips = deferred(() => import('./prompt/mentions/mention-chips.tsx').then((part) => part.MentionChips))
const mentionOptions = deferred(() =>
  import('./prompt/mentions/mention-options.tsx').then((part) => part.MentionOptions),
)
const optionFields = deferred(() => import('./form/settings/option-fields.tsx').then((part) => part.OptionFields))
const sizes = deferred(() => import('./form/settings/size-field.tsx').then((part) => part.SizeField))
const variants = deferred(() => import('./prompt/variants.tsx').then((part) => part.Variants))
const takePart = deferred(() => import('./merge-area/merge-area-bar.tsx').then((part) => part.MergeAreaBar))
// The canvas is usable before the panels next to it are needed.
const masks = deferred(() => import('./canvas/panels/masks-panel.tsx').then((part) => part.MasksPanel))
const layers = deferred(() => import('./canvas/panels/layers-panel.tsx').then((part) => part.LayersPanel))
const markup = deferred(() => import('./canvas/panels/markup-panel.tsx').then((part) => part.MarkupPanel))
const taskHelp = deferred(() => import('./form/task-help.tsx').then((part) => part.TaskHelp))
const editPlan = deferred(() => import('./edit-plan/edit-plan-dialog.tsx').then((part) => part.EditPlanDialog))
const runPlan = deferred(() => import('./edit-plan/run-plan-dialog.tsx').then((part) => part.RunPlanDialog))
const spending = deferred(() => import('./spend/spend-dialog.tsx').then((part) => part.SpendDialog))
const firstFill = deferred(() => import('./after-first-fill.tsx').then((part) => part.AfterFirstFill))
const firstHint = deferred(() => import('./first-hint.tsx').then((part) => part.FirstHint))
const images = deferred(() => import('./form/images/image-picker.tsx').then((part) => part.ImagePicker))
const messageActions = deferred(() => import('./results/message-actions.tsx').then((part) => part.MessageActions))
const removalModel = deferred(() => import('./form/models/get-removal-model.tsx').then((part) => part.GetRemovalModel))
const whatIsSent = deferred(() => import('./form/what-is-sent.tsx').then((part) => part.WhatIsSent))
const backgrounds = deferred(() => import('./background-dialog.tsx').then((part) => part.BackgroundDialog))

export const LazyAfterFirstFill = firstFill.Part
export const LazyBackgroundDialog = backgrounds.Part
export const LazyBlendPanel = blending.Part
export const LazyContinueButton = continueButton.Part
export const LazyConversation = conversation.Part
export const LazyCardDetails = details.Part
export const LazyEditPlan = editPlan.Part
export const LazyLayersPanel = layers.Part
export const LazyGetRemovalModel = removalModel.Part
export const LazyMessageActions = messageActions.Part
export const LazyWhatIsSent = whatIsSent.Part
export const LazyLiveButton = liveButton.Part
export const LazyLivePanel = livePanel.Part
export const LazyMarkupPanel = markup.Part
export const LazyMasksPanel = masks.Part
export const LazyMentionChips = mentionChips.Part
export const LazyMentionOptions = mentionOptions.Part
export const LazyModelPicker = models.Part
export const LazyModelPresets = presets.Part
export const LazyFirstHint = firstHint.Part
export const LazyImagePicker = images.Part
export const LazyOptionFields = optionFields.Part
export const LazyRunPlanDialog = runPlan.Part
export const LazySizeField = sizes.Part
export const LazyVariants = variants.Part
export const LazyPromptToolDialog = promptTool.Part
export const LazyMergeAreaBar = takePart.Part
export const LazySpendDialog = spending.Part
export const LazyTaskHelp = taskHelp.Part

/** Call when idle. */
export async function loadStudioParts(): Promise<void> {
  const dialogs = [conversation, blending, details, promptTool, models, spending, images, backgrounds, takePart, markup]
  // Tab goes from the choice of a task into its help.
  const fields = [taskHelp, presets, variants, sizes, optionFields, mentionOptions, mentionChips]
  for (const part of [...fields, firstHint, firstFill, whatIsSent, messageActions, removalModel, ...dialogs])
    await part.load()
  await import('./form/images/recall-image.ts')
}

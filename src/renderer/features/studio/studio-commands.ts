import type { StudioTask } from '../../../shared/domain/settings.ts'
import * as messages from '../../../shared/messages/en/commands.ts'
import { selectActiveDocument, type Services } from '../../client/index.ts'
import type { Command } from '../../lib/command.ts'
import { isTextSelected } from '../../lib/text-entry.ts'
import { selectJob, toggleCompare, toggleHeat, toggleLive, type StudioStore } from './create-studio-store.ts'
import type { EditActions } from './edit-actions.ts'
import type { GenerateActions } from './form/generate-actions.ts'
import type { PromptTool } from './prompt/create-prompt-editor.ts'
import type { StudioActions } from './studio-actions.ts'
import { tasks } from './tasks.ts'

const taskCommands: Readonly<Record<StudioTask, string>> = {
  fill: messages.taskFill,
  add: messages.taskAdd,
  remove: messages.taskRemove,
  background: messages.taskBackground,
  expand: messages.taskExpand,
  whole: messages.taskWholeImage,
  generate: messages.taskNewImage,
  variations: messages.taskVariations,
}

interface CommandOptions {
  readonly services: Services
  readonly store: StudioStore
  readonly actions: StudioActions
  readonly edits: EditActions
  readonly form: GenerateActions
  /** Whether the Studio route is shown. */
  readonly isShown: () => boolean
}

export function createStudioCommands(options: CommandOptions): readonly Command[] {
  return [
    ...copyCommands(options),
    ...fillCommands(options),
    ...generateCommands(options),
    ...promptCommands(options),
    ...resultCommands(options),
  ]
}

function copyCommands({ actions, isShown }: CommandOptions): readonly Command[] {
  return [
    {
      id: 'edit.copy',
      label: messages.copyImage,
      group: 'Edit',
      isEnabled: () => isShown() && actions.canCopyImage() && !isTextSelected(),
      run: () => actions.copyImage(),
    },
  ]
}

function fillCommands({ actions, isShown }: CommandOptions): readonly Command[] {
  const canFill = () => isShown() && actions.canFill()
  return [
    {
      id: 'mask.fill',
      label: messages.fillLocally,
      group: 'Mask',
      isEnabled: canFill,
      run: () => actions.fill('as-set'),
    },
    {
      id: 'mask.fill-again',
      label: messages.fillAgain,
      group: 'Mask',
      isEnabled: canFill,
      run: () => actions.fill('another'),
    },
    {
      id: 'mask.cancel-fill',
      label: messages.cancelLocalFill,
      group: 'Mask',
      isEnabled: () => isShown() && actions.hasLocalRunning(),
      run: () => actions.cancelLocal(),
    },
  ]
}

function generateCommands({ services, store, form, isShown }: CommandOptions): readonly Command[] {
  const openId = () => selectActiveDocument(services.documents.store.getState())?.id ?? null
  return [
    {
      id: 'make.generate',
      label: messages.generate,
      group: 'Make',
      isEnabled: () => isShown() && form.canGenerate(),
      run: () => form.generate(),
    },
    {
      id: 'make.grid',
      label: messages.makeGrid,
      group: 'Make',
      isForTyping: true,
      isEnabled: isShown,
      run: () => form.makeGrid(),
    },
    {
      id: 'make.edit-plan',
      label: messages.editPlan,
      group: 'Make',
      isForTyping: true,
      isEnabled: () => isShown() && openId() !== null,
      run: () => store.setState({ isEditPlanOpen: true }),
    },
    {
      id: 'make.live',
      label: messages.liveCanvas,
      group: 'Make',
      isEnabled: () => isShown() && openId() !== null,
      run: () => {
        const id = openId()
        if (id !== null) toggleLive(store, id)
      },
    },
    {
      id: 'make.choose-model',
      label: messages.chooseModel,
      group: 'Make',
      isEnabled: isShown,
      run: () => store.setState({ isPickerOpen: true }),
    },
    ...(['draft', 'final'] as const).map((purpose): Command => ({
      id: `make.${purpose}-model`,
      label: purpose === 'draft' ? messages.draftModel : messages.finalModel,
      group: 'Make',
      isEnabled: isShown,
      run: async () =>
        (await import('./form/models/choose-purpose-model.ts')).choosePurposeModel(services, form, purpose),
    })),
    ...tasks.map((task): Command => ({
      id: `make.task-${task}`,
      label: taskCommands[task],
      group: 'Make',
      isEnabled: isShown,
      run: () => form.chooseTask(task),
    })),
  ]
}

/** Field commands apply only while the field has focus. */
function promptCommands({ form, isShown }: CommandOptions): readonly Command[] {
  const inField = (id: string, label: string, run: () => void | Promise<void>): Command => ({
    id: `prompt.${id}`,
    label,
    group: 'Prompt',
    isForTyping: true,
    canRepeat: true,
    isEnabled: () => isShown() && form.prompt.focused() !== null,
    run,
  })
  const opening = (tool: PromptTool, label: string): Command => ({
    id: `prompt.${tool}`,
    label,
    group: 'Prompt',
    isForTyping: true,
    isEnabled: () => isShown() && form.prompt.isAttached(),
    run: () => form.prompt.open(tool),
  })
  return [
    inField('heavier', messages.increaseWeight, () => form.prompt.weigh(0.1)),
    inField('lighter', messages.decreaseWeight, () => form.prompt.weigh(-0.1)),
    inField('older', messages.previousPrompt, () => form.prompt.walk(1)),
    inField('newer', messages.nextPrompt, () => form.prompt.walk(-1)),
    opening('history', messages.promptHistory),
    opening('styles', messages.styles),
    opening('compile', messages.promptBuilder),
    opening('rewrite', messages.rewriteWithAi),
    opening('snippets', messages.snippets),
    opening('wildcards', messages.wildcards),
  ]
}

type Card = NonNullable<ReturnType<StudioActions['selectedCard']>>

function resultCommands(options: CommandOptions): readonly Command[] {
  const { store, actions, isShown } = options
  const isSelected = () => isShown() && actions.selectedCard() !== null
  const isDone = () => isShown() && actions.selectedCard()?.state === 'done'
  /** Without a selection, the newest result, which the strip describes. */
  const comparable = () => {
    const card = actions.selectedCard() ?? actions.cards().findLast(({ state }) => state === 'done') ?? null
    return card?.state === 'done' && actions.keepTarget(card) === 'replace' ? card : null
  }
  const withSelected = (run: (card: Card) => void | Promise<void>) => () => {
    const card = actions.selectedCard()
    return card === null ? undefined : run(card)
  }
  return [
    ...walkCommands(options),
    ...editCommands(options),
    {
      id: 'results.keep',
      label: messages.keepResult,
      group: 'Results',
      isEnabled: isDone,
      run: withSelected(actions.keep),
    },
    {
      id: 'results.reject',
      label: messages.rejectResult,
      group: 'Results',
      isEnabled: isSelected,
      run: withSelected(actions.reject),
    },
    {
      id: 'results.compare',
      label: messages.beforeAndAfter,
      group: 'Results',
      isEnabled: () => isShown() && comparable() !== null,
      run: () => {
        const card = comparable()
        if (card === null) return
        selectJob(store, card.id)
        toggleCompare(store)
      },
    },
    {
      id: 'results.details',
      label: messages.showDetails,
      group: 'Results',
      isEnabled: isSelected,
      run: withSelected(({ id }) => store.setState({ detailsOf: id })),
    },
    {
      id: 'results.none',
      label: messages.showDocument,
      group: 'Results',
      isEnabled: isSelected,
      run: () => selectJob(store, null),
    },
  ]
}

/** Free commands on existing results. */
function editCommands({ store, actions, edits, isShown }: CommandOptions): readonly Command[] {
  const selected = () => (isShown() ? actions.selectedCard() : null)
  const canTake = (card = selected()) =>
    card?.resultId !== undefined && card.resultId !== null && edits.mergeDisabledReason(card) === null
  return [
    {
      id: 'results.take-part',
      label: messages.mergeMaskedArea,
      group: 'Results',
      isEnabled: () => canTake(),
      run: async () => {
        const card = selected()
        if (card !== null) await edits.takePart(card)
      },
    },
    {
      id: 'results.heat',
      label: messages.showDifferences,
      group: 'Results',
      isEnabled: () => selected()?.state === 'done',
      run: () => toggleHeat(store),
    },
  ]
}

function walkCommands({ actions, isShown }: CommandOptions): readonly Command[] {
  const walk = (id: string, label: string, step: 1 | -1): Command => ({
    id: `results.${id}`,
    label,
    group: 'Results',
    isEnabled: () => isShown() && actions.cards().length > 0,
    canRepeat: true,
    run: () => actions.walk(step),
  })
  return [walk('previous', messages.previousResult, -1), walk('next', messages.nextResult, 1)]
}

import type { Command } from '../../lib/command.ts'
import type { CompareModel } from './compare-context.ts'
import { moveTo, takeOff, type CompareState, type CompareView } from './create-compare-store.ts'
import { look, makeReference, step } from './pair.ts'
import { fitAll, toggleLink } from './view/move-camera.ts'
import { createVoteCommands } from './vote/vote-commands.ts'

interface CommandOptions extends CompareModel {
  /** Whether the light table is the place on screen. */
  readonly isShown: () => boolean
}

const group = 'Compare'

function define(id: string, label: string, isEnabled: () => boolean, run: () => void | Promise<void>): Command {
  return { id: `compare.${id}`, label, group, isEnabled, run }
}

export function createCompareCommands(options: CommandOptions): readonly Command[] {
  const { voting } = options
  const isTable = () => options.isShown() && !voting.isOpen()
  const table = { ...options, isTable }
  return [
    ...tableCommands(table),
    ...lookCommands(table),
    ...stepCommands(table),
    ...markCommands(table),
    ...createVoteCommands({ ...options, isTable }),
  ]
}

interface TableOptions extends CompareModel {
  /** The table is on the screen, and no vote over it. */
  readonly isTable: () => boolean
}

function tableCommands({ store, actions, isTable }: TableOptions): readonly Command[] {
  const hasChosen = () => isTable() && store.getState().chosen !== null
  const hasAny = () => isTable() && store.getState().ids.length > 0
  const withChosen = (run: (id: NonNullable<CompareState['chosen']>, at: number) => void) => () => {
    const { chosen, ids } = store.getState()
    if (chosen !== null) run(chosen, ids.indexOf(chosen))
  }
  return [
    define('add', 'Add images…', isTable, () => store.setState({ isPicking: true })),
    define(
      'remove',
      'Take off the table',
      hasChosen,
      withChosen((id) => takeOff(store, [id])),
    ),
    define('clear', 'Clear the table', hasAny, () => actions.layOut([], store.getState().cameFrom)),
    define(
      'reference',
      'Make it the reference',
      hasChosen,
      withChosen((id) => makeReference(store, id)),
    ),
    define(
      'earlier',
      'Move it one place to the front',
      hasChosen,
      withChosen((id, at) => moveTo(store, id, Math.max(0, at - 1))),
    ),
    define(
      'later',
      'Move it one place to the back',
      hasChosen,
      withChosen((id, at) => moveTo(store, id, at + 1)),
    ),
    define('open', 'Open in the Studio', hasChosen, () => actions.open()),
    define('export', 'Export…', hasChosen, () => actions.exportChosen()),
    define('take', 'Merge masked area into reference', hasChosen, () => actions.takePart()),
    define('leave', 'Back to where one came from', isTable, () => actions.leave()),
  ]
}

function lookCommands({ store, actions, isTable }: TableOptions): readonly Command[] {
  const canPair = () => isTable() && store.getState().ids.length > 1
  const show = (id: string, label: string, view: CompareView) => define(id, label, canPair, () => look(store, view))
  const isIn = (view: CompareView) => () => isTable() && store.getState().view === view
  const toggle = (field: 'hasLabels' | 'isBlinking' | 'isDividedAcross') => () =>
    store.setState((state) => ({ [field]: !state[field] }))
  return [
    show('grid', 'All of them', 'grid'),
    show('pair', 'Two side by side', 'pair'),
    show('slider', 'Two parted by a slider', 'slider'),
    show('overlay', 'One over the other', 'overlay'),
    show('blink', 'Two in turns', 'blink'),
    show('difference', 'Where two differ', 'difference'),
    define('turn', 'Turn the slider', isIn('slider'), toggle('isDividedAcross')),
    define('blinking', 'Stop blinking, or go on', isIn('blink'), toggle('isBlinking')),
    define('labels', 'Labels on the images', isTable, toggle('hasLabels')),
    define('link', 'Zoom and move together, or each by itself', isTable, () => toggleLink(store)),
    define('fit', 'Fit', isTable, () => fitAll(store)),
    define('actual', 'Fit or 100 %', isTable, () => actions.toggleActual()),
    { ...define('zoom-in', 'Zoom in', isTable, () => actions.zoomBy(1.25)), canRepeat: true },
    { ...define('zoom-out', 'Zoom out', isTable, () => actions.zoomBy(0.8)), canRepeat: true },
  ]
}

function stepCommands({ store, isTable }: TableOptions): readonly Command[] {
  const hasAny = () => isTable() && store.getState().ids.length > 0
  const rows = () => (store.getState().view === 'grid' ? store.getState().columns : 1)
  const move = (id: string, label: string, by: () => number): Command => ({
    ...define(id, label, hasAny, () => step(store, by())),
    canRepeat: true,
  })
  return [
    move('next', 'Next image', () => 1),
    move('previous', 'Previous image', () => -1),
    move('below', 'Image below', () => rows()),
    move('above', 'Image above', () => -rows()),
  ]
}

function markCommands({ store, actions, isTable }: TableOptions): readonly Command[] {
  const hasChosen = () => isTable() && store.getState().chosen !== null
  const rate = (rating: number) =>
    define(`rate-${rating}`, rating === 0 ? 'No stars' : `${rating} star${rating === 1 ? '' : 's'}`, hasChosen, () =>
      actions.mark({ rating }),
    )
  return [
    ...[0, 1, 2, 3, 4, 5].map(rate),
    define('pick', 'Pick', hasChosen, () => actions.mark({ flag: 'pick' })),
    define('reject', 'Reject', hasChosen, () => actions.mark({ flag: 'reject' })),
    define('unflag', 'Neither picked nor rejected', hasChosen, () => actions.mark({ flag: 'none' })),
  ]
}

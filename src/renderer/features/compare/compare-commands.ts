import * as messages from '../../../shared/messages/en/compare-commands.ts'
import type { Command } from '../../lib/command.ts'
import type { CompareModel } from './compare-context.ts'
import { moveTo, takeOff, type CompareState, type CompareView } from './create-compare-store.ts'
import { chooseView, makeReference, step } from './pair.ts'
import { toggleLink } from './view/move-camera.ts'

interface CommandOptions extends CompareModel {
  /** Whether Compare is the current route. */
  readonly isShown: () => boolean
}

const group = 'Compare'

function define(id: string, label: string, isEnabled: () => boolean, run: () => void | Promise<void>): Command {
  return { id: `compare.${id}`, label, group, isEnabled, run }
}

export function createCompareCommands(options: CommandOptions): readonly Command[] {
  const { voting, store } = options
  const isOpen = () => options.isShown() && !voting.isOpen()
  const isView = () => isOpen() && !store.getState().isValueShown
  const isTable = () => isView() && store.getState().gridShown === null
  const table = { ...options, isTable, isView }
  return [
    ...tableCommands(table),
    ...viewCommands(options, isOpen),
    ...lookCommands(table),
    ...stepCommands(table),
    ...annotationCommands(table),
    ...voteCommands(table),
  ]
}

interface TableOptions extends CompareModel {
  /** Compare is the current route and no vote covers it. */
  readonly isTable: () => boolean
  /** The table or a grid is shown. */
  readonly isView: () => boolean
}

function tableCommands({ store, actions, isTable, isView }: TableOptions): readonly Command[] {
  const hasImage = () => isView() && store.getState().chosen !== null
  const hasChosen = () => isTable() && store.getState().chosen !== null
  const hasAny = () => isTable() && store.getState().ids.length > 0
  const withChosen = (run: (id: NonNullable<CompareState['chosen']>, at: number) => void) => () => {
    const { chosen, ids } = store.getState()
    if (chosen !== null) run(chosen, ids.indexOf(chosen))
  }
  return [
    define('add', messages.addImages, isTable, () => store.setState({ isPicking: true })),
    define(
      'remove',
      messages.removeFromCompare,
      hasChosen,
      withChosen((id) => takeOff(store, [id])),
    ),
    define('clear', messages.removeAll, hasAny, () => actions.layOut([], store.getState().cameFrom)),
    define(
      'reference',
      messages.setAsReference,
      hasChosen,
      withChosen((id) => makeReference(store, id)),
    ),
    define(
      'earlier',
      messages.moveEarlier,
      hasChosen,
      withChosen((id, at) => moveTo(store, id, Math.max(0, at - 1))),
    ),
    define(
      'later',
      messages.moveLater,
      hasChosen,
      withChosen((id, at) => moveTo(store, id, at + 1)),
    ),
    define('open', messages.openInStudio, hasImage, () => actions.open()),
    define('export', messages.exportLabel, hasImage, () => actions.exportChosen()),
    define('take', messages.mergeMaskedAreaInto, hasChosen, () => actions.takePart()),
  ]
}

function viewCommands({ store, actions, voting }: CompareModel, isOpen: () => boolean): readonly Command[] {
  return [
    define('leave', messages.closeCompare, isOpen, () => {
      if (store.getState().isValueShown) store.setState({ isValueShown: false })
      else actions.leave()
    }),
    define('value', messages.value, isOpen, () => store.setState((state) => ({ isValueShown: !state.isValueShown }))),
    define('grids', messages.grids, isOpen, () => actions.showGrid('list')),
    define('vote', messages.blindVote, isOpen, () => voting.setUp()),
  ]
}

function lookCommands({ store, actions, isTable, isView }: TableOptions): readonly Command[] {
  const canPair = () => isTable() && store.getState().ids.length > 1
  const show = (id: string, label: string, view: CompareView) =>
    define(id, label, canPair, () => chooseView(store, view))
  const isIn = (view: CompareView) => () => isTable() && store.getState().view === view
  const toggle = (field: 'hasLabels' | 'isBlinking' | 'isDividedAcross') => () =>
    store.setState((state) => ({ [field]: !state[field] }))
  return [
    show('grid', messages.grid, 'grid'),
    show('pair', messages.sideBySide, 'pair'),
    show('slider', messages.slider, 'slider'),
    show('overlay', messages.overlay, 'overlay'),
    show('blink', messages.blink, 'blink'),
    show('difference', messages.difference, 'difference'),
    define('turn', messages.rotateSlider, isIn('slider'), toggle('isDividedAcross')),
    define('blinking', messages.pauseOrResumeBlinking, isIn('blink'), toggle('isBlinking')),
    define('labels', messages.imageLabels, isTable, toggle('hasLabels')),
    define('link', messages.linkZoomPosition, isTable, () => toggleLink(store)),
    define('fit', messages.fit, isView, () => actions.fit()),
    define('actual', messages.toggleFit, isTable, () => actions.toggleActual()),
    { ...define('zoom-in', messages.zoomIn, isView, () => actions.zoomBy(1.25)), canRepeat: true },
    { ...define('zoom-out', messages.zoomOut, isView, () => actions.zoomBy(0.8)), canRepeat: true },
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
    move('next', messages.nextImage, () => 1),
    move('previous', messages.previousImage, () => -1),
    move('below', messages.imageBelow, () => rows()),
    move('above', messages.imageAbove, () => -rows()),
  ]
}

function annotationCommands({ store, actions, isView }: TableOptions): readonly Command[] {
  const hasChosen = () => isView() && store.getState().chosen !== null
  const rate = (rating: number) =>
    define(`rate-${rating}`, rating === 0 ? messages.noStars : messages.stars({ rating }), hasChosen, () =>
      actions.mark({ rating }),
    )
  return [
    ...[0, 1, 2, 3, 4, 5].map(rate),
    define('pick', messages.pick, hasChosen, () => actions.mark({ flag: 'pick' })),
    define('reject', messages.reject, hasChosen, () => actions.mark({ flag: 'reject' })),
    define('unflag', messages.removeFlag, hasChosen, () => actions.mark({ flag: 'none' })),
  ]
}

function voteCommands({ voting, isShown }: CommandOptions): readonly Command[] {
  const length = () => (isShown() ? (voting.currentRound()?.length ?? 0) : 0)
  return [
    ...Array.from({ length: 9 }, (_, at) =>
      defineVote(
        `choose-${at + 1}`,
        messages.imageNumberBest({ number: at + 1 }),
        () => length() > at,
        () => voting.choose(at),
      ),
    ),
    defineVote(
      'left',
      messages.leftBetter,
      () => length() === 2,
      () => voting.choose(0),
    ),
    defineVote(
      'right',
      messages.rightBetter,
      () => length() === 2,
      () => voting.choose(1),
    ),
    defineVote(
      'tie',
      messages.tie,
      () => length() === 2,
      () => voting.tie(),
    ),
    defineVote(
      'skip',
      messages.skip,
      () => length() > 0,
      () => voting.skip(),
    ),
    defineVote(
      'undo',
      messages.undoVote,
      () => isShown() && voting.store.getState().answers.length > 0,
      () => voting.undo(),
    ),
    defineVote(
      'end',
      messages.endVote,
      () => isShown() && voting.isOpen(),
      () => voting.end(),
    ),
  ]
}

function defineVote(id: string, label: string, isEnabled: () => boolean, run: Command['run']): Command {
  return { id: `vote.${id}`, label, group, isEnabled, run }
}

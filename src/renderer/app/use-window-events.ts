import { useLayoutEffect } from 'react'
import type { Payload } from '../../shared/contract/index.ts'
import type { AssetId } from '../../shared/domain/ids.ts'
import { openedAtOnceMax } from '../../shared/domain/project-format.ts'
import { fromErrorData } from '../../shared/errors/index.ts'
import { isTextEntry } from '../lib/text-entry.ts'
import type { AppModel } from './create-app-model.ts'
import { showingLast } from './import-actions.ts'
import { createKeyDispatcher, type FocusFacts } from './commands/create-key-dispatcher.ts'
import { followOpening } from './follow-opening.ts'

const nothing: ReadonlySet<string> = new Set()

// Tab hides the panels for the hand on the pointer; from what the keyboard was brought to it goes on to the next control,
// or nobody could reach that.
const sliderKeys: ReadonlySet<string> = new Set([
  'ArrowLeft',
  'ArrowRight',
  'ArrowUp',
  'ArrowDown',
  'Home',
  'End',
  'PageUp',
  'PageDown',
  'Tab',
])

const buttonKeys: ReadonlySet<string> = new Set(['Enter', ' ', 'Tab'])

const onlyTab: ReadonlySet<string> = new Set(['Tab'])

const tabKeys: ReadonlySet<string> = new Set(['Enter', ' ', 'ArrowLeft', 'ArrowRight', 'Tab'])

/** Keys, menu, paste, files from outside, notices of the main process. */
export function useWindowEvents(model: AppModel): void {
  // Before the first frame is painted: a key pressed at the sight of it counts.
  useLayoutEffect(() => {
    const stops = [listenToKeys(model), listenToPaste(model), listenToMain(model), listenToDrops(model)]
    stops.push(followOpening(model.services.client, model.shell))
    return () => {
      for (const stop of stops) stop()
    }
  }, [model])
}

function listenToKeys({ registry, services, studio, shell }: AppModel): () => void {
  const isOpening = () => shell.getState().opening !== null
  const dispatcher = createKeyDispatcher({
    registry,
    keymap: () => services.keymap.getState(),
    layout: studio.input.layout,
    isMac: services.isMac,
    now: () => performance.now(),
  })
  const handleKeyDown = (event: KeyboardEvent) => {
    if (isOpening()) return
    dispatcher.press(event, readFocus(event.target))
    // Otherwise every label and number of the window would be marked.
    if (isSelectAll(event) && !isTextEntry(event.target)) event.preventDefault()
  }
  window.addEventListener('keydown', handleKeyDown)
  const stop = services.client.on('app.commandChosen', ({ command }) => {
    if (!isOpening()) dispatcher.chooseFromMenu(command)
  })
  return () => {
    window.removeEventListener('keydown', handleKeyDown)
    stop()
  }
}

function isSelectAll({ key, ctrlKey, metaKey }: KeyboardEvent): boolean {
  return (ctrlKey || metaKey) && key.toLowerCase() === 'a'
}

/** Files copied elsewhere come with the event alone. */
function listenToPaste({ imports }: AppModel): () => void {
  const handlePaste = (event: ClipboardEvent) => {
    const { isTyping, isModal } = readFocus(event.target)
    if (isTyping || isModal) return
    event.preventDefault()
    void imports.paste([...(event.clipboardData?.files ?? [])])
  }
  window.addEventListener('paste', handlePaste)
  return () => window.removeEventListener('paste', handlePaste)
}

function listenToMain({ services, shell, pool }: AppModel): () => void {
  const { client, intents } = services
  const showNotice = ({ level, error }: Payload<'app.noticed'>) => {
    if (level === 'error') return intents.send({ do: 'report', error: fromErrorData(error) })
    const setLimits = { label: 'Set limits', run: () => intents.send({ do: 'show-settings', page: 'money' }) }
    const action = error.code === 'money/limits-unreadable' ? { action: setLimits } : {}
    intents.send({ do: 'notify', notice: { level, text: error.message, ...action } })
  }
  const stops = [
    client.on('app.filesOpened', ({ ids }) => {
      const last = ids.at(-1) as AssetId | undefined
      if (last === undefined) return
      intents.send({ do: 'open-in-studio', assetId: last })
      if (ids.length <= openedAtOnceMax) return
      intents.send({ do: 'notify', notice: showingLast(`${ids.length} imported`, last, intents) })
    }),
    client.on('app.jobChosen', ({ jobId, documentId }) => intents.send({ do: 'show-job', jobId, documentId })),
    client.on('app.noticed', showNotice),
    client.on('external.taken', ({ id, name }) => {
      const action = { label: 'Show', run: () => intents.send({ do: 'show-in-gallery', assetId: id }) }
      intents.send({ do: 'notify', notice: { level: 'done', text: `Saved in the other program: “${name}”.`, action } })
    }),
    client.on('library.progressed', ({ done, total }) => {
      shell.setState({ importing: done < total ? { done, total } : null })
    }),
  ]
  // What happened before this window was there.
  void client.call('app.takeNotices', {}).then((notices) => notices.forEach(showNotice))
  const handleLeave = () => void pool.flush()
  window.addEventListener('pagehide', handleLeave)
  return () => {
    window.removeEventListener('pagehide', handleLeave)
    for (const stop of stops) stop()
  }
}

/** Some places take a drop themselves, such as the references of a new picture. */
const isTaken = ({ target }: DragEvent) => target instanceof Element && target.closest('[data-takes-drop]') !== null

const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false

function listenToDrops({ shell, imports, gallery }: AppModel): () => void {
  // What was taken up in this window is in the library already: it can be put into a collection, not imported.
  const isOwn = () => gallery.organize.store.getState().dragged !== null
  const handleOver = (event: DragEvent) => {
    event.preventDefault()
    if (event.dataTransfer) event.dataTransfer.dropEffect = hasFiles(event) ? 'copy' : 'none'
    const isDraggedOver = hasFiles(event) && !isTaken(event) && !isOwn()
    if (shell.getState().isDraggedOver !== isDraggedOver) shell.setState({ isDraggedOver })
  }
  const handleLeave = (event: DragEvent) => {
    if (event.relatedTarget === null) shell.setState({ isDraggedOver: false })
  }
  // A pointer moves only when no drag is under way: one that ended elsewhere may not have said so.
  const handleMove = () => {
    if (shell.getState().isDraggedOver) shell.setState({ isDraggedOver: false })
    if (isOwn()) gallery.organize.store.setState({ dragged: null })
  }
  const handleDrop = (event: DragEvent) => {
    event.preventDefault()
    shell.setState({ isDraggedOver: false })
    const wasOwn = isOwn()
    gallery.organize.store.setState({ dragged: null })
    if (isTaken(event) || wasOwn) return
    void imports.files([...(event.dataTransfer?.files ?? [])])
  }
  window.addEventListener('dragover', handleOver)
  window.addEventListener('dragleave', handleLeave)
  window.addEventListener('drop', handleDrop)
  window.addEventListener('pointermove', handleMove)
  return () => {
    window.removeEventListener('dragover', handleOver)
    window.removeEventListener('dragleave', handleLeave)
    window.removeEventListener('drop', handleDrop)
    window.removeEventListener('pointermove', handleMove)
  }
}

/** What the element with the focus means for keys. */
function readFocus(target: EventTarget | null): FocusFacts {
  const element = target instanceof HTMLElement ? target : null
  const isModal = document.querySelector('dialog[open], [role="dialog"], [role="menu"]') !== null
  return { isTyping: isTextEntry(element), isModal, ownKeys: ownKeysOf(element) }
}

function ownKeysOf(element: HTMLElement | null): ReadonlySet<string> {
  if (element === null) return nothing
  const role = element.getAttribute('role')
  if (role === 'tab') return tabKeys
  if (role === 'slider' || role === 'separator') return sliderKeys
  // One that was clicked is not being used: arrows walk the results again, and Tab goes on from there.
  if (element instanceof HTMLInputElement) return element.matches(':focus-visible') ? sliderKeys : onlyTab
  if (element instanceof HTMLButtonElement || element instanceof HTMLAnchorElement) return buttonKeys
  if (element.tagName === 'SUMMARY') return buttonKeys
  if (element.dataset['part'] === 'picture' && element.matches(':focus-visible')) return onlyTab
  return nothing
}

import { useLayoutEffect } from 'react'
import type { Payload } from '../../shared/contract/index.ts'
import type { AssetId } from '../../shared/domain/ids.ts'
import { openedAtOnceMax } from '../../shared/domain/project-format.ts'
import * as messages from '../../shared/messages/en/window.ts'
import { isTextEntry } from '../lib/text-entry.ts'
import type { AppModel } from './create-app-model.ts'
import { createKeyDispatcher, type FocusFacts } from './commands/create-key-dispatcher.ts'
import { followOpening } from './follow/follow-opening.ts'
import { showMainNotice } from './show-main-notice.ts'

const nothing: ReadonlySet<string> = new Set()

// Tab hides the panels for pointer users; after keyboard focus it moves on to the next control, which would otherwise
// be unreachable.
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

/** Handles keys, menu, paste, files from outside and notices of the main process. */
export function useWindowEvents(model: AppModel): void {
  // Before the first frame is painted, so that a key pressed right after it counts.
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
    // Otherwise every label and number of the window would be selected.
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

/** Files copied in other programs are available only in the event. */
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
  const showNotice = (notice: Payload<'app.noticed'>) => showMainNotice(intents, notice)
  const stops = [
    client.on('app.filesOpened', ({ ids }) => {
      const last = ids.at(-1) as AssetId | undefined
      if (last === undefined) return
      intents.send({ type: 'open-in-studio', assetId: last })
      if (ids.length <= openedAtOnceMax) return
      const text = messages.importedCount({ count: ids.length })
      void import('./imports/report-import.ts').then(({ showingLast }) =>
        intents.send({ type: 'notify', notice: showingLast(text, last, intents) }),
      )
    }),
    client.on('app.jobChosen', ({ jobId, documentId }) => intents.send({ type: 'show-job', jobId, documentId })),
    client.on('app.noticed', showNotice),
    client.on('external.taken', ({ id, name }) => {
      const action = { label: messages.show, run: () => intents.send({ type: 'show-in-gallery', assetId: id }) }
      intents.send({ type: 'notify', notice: { level: 'done', text: messages.savedExternally({ name }), action } })
    }),
    client.on('library.progressed', ({ done, total }) => {
      shell.setState({ importing: done < total ? { done, total } : null })
    }),
  ]
  // Notices from before this window existed.
  void client.call('app.takeNotices', {}).then((notices) => notices.forEach(showNotice))
  const handleLeave = () => void pool.flush()
  window.addEventListener('pagehide', handleLeave)
  return () => {
    window.removeEventListener('pagehide', handleLeave)
    for (const stop of stops) stop()
  }
}

/** Some elements handle drops themselves, such as the references of a new image. */
const isTaken = ({ target }: DragEvent) => target instanceof Element && target.closest('[data-takes-drop]') !== null

const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false

function listenToDrops({ shell, imports, gallery }: AppModel): () => void {
  // Images dragged within this window are in the library already: they can be added to a collection, not imported.
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
  // Pointer moves mean that no drag is active: one that ended elsewhere may not have fired an event.
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

/** Returns what the focused element means for keys. */
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
  // A control focused by a click is not in keyboard use: arrows move through the results again, and Tab goes on from
  // there.
  if (element instanceof HTMLInputElement) return element.matches(':focus-visible') ? sliderKeys : onlyTab
  if (element instanceof HTMLButtonElement || element instanceof HTMLAnchorElement) return buttonKeys
  if (element.tagName === 'SUMMARY') return buttonKeys
  if (element.dataset['part'] === 'image' && element.matches(':focus-visible')) return onlyTab
  return nothing
}

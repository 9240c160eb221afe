import { createFileHandles, toPickedFolder } from '../../../src/main/ipc/file-handles.ts'
import { newDocumentState } from '../../../src/shared/domain/canvas-document.ts'
import { settingsSchema } from '../../../src/shared/domain/settings.ts'

// What the sample requests hold; nothing here needs Electron.

export const settings = settingsSchema.parse({})
export const exportedPath = '/exports/coffee.png'
/** File handles held by the window that sends the sample requests. */
export const handles = createFileHandles()
export const exportFolder = toPickedFolder(handles, '/exports')
export const exportedFile = handles.written(1).give(exportedPath)
export const droppedImage = handles.dropped(1).give('/pictures/coffee.png')
export const droppedDocument = handles.dropped(1).give('/documents/coffee.atelier')
export const documentState = newDocumentState({ widthPx: 600, heightPx: 400 })

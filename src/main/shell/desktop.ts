import electron, { app, BrowserWindow, dialog, nativeImage, shell, webContents, type NativeImage } from 'electron'
import { access, readFile, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { Asset } from '../../shared/domain/asset.ts'
import { coverReason } from '../../shared/domain/cover-reason.ts'
import { programPathSchema } from '../../shared/domain/guarded-values.ts'
import type { Safety } from '../../shared/domain/generation.ts'
import { referenceExtension } from '../../shared/domain/named-reference.ts'
import { imageExtensions } from '../../shared/domain/openable-formats.ts'
import { projectFormats } from '../../shared/domain/project-format.ts'
import { AppError, toFileError } from '../../shared/errors/index.ts'
import * as messages from '../../shared/messages/en/dialogs.ts'
import type { Imaging } from '../imaging/imaging.ts'
import type { Desktop } from '../ipc/index.ts'
import { toSafeFileName, type Assets } from '../assets/index.ts'
import type { Logger } from '../platform/logger.ts'
import { lendEnvironmentKeys } from '../secrets/index.ts'
import type { CloseGuard } from './closing/close-guard.ts'
import {
  addressQuestion,
  agentHttpQuestion,
  agentLimitsQuestion,
  capsQuestion,
  confirm,
  spendingQuestion,
} from './confirm.ts'
import { copyImageToClipboard } from './copy-image.ts'
import { openKnownPage, openWith } from './open-with.ts'
import type { PasteWatch } from './paste-watch.ts'
import { createSystemClipboard } from './system-clipboard.ts'

interface DesktopOptions {
  readonly closeGuard: CloseGuard
  readonly showMenuKeys: Desktop['showMenuKeys']
  readonly pastes: Pick<PasteWatch, 'take'>
  readonly services: () => Promise<{ readonly assets: Assets; readonly imaging: Imaging }>
  /** The user's current setting. */
  readonly safety: () => Promise<Safety>
  readonly temporaryFolder: string
  readonly logger: Logger
}

const dragIconPx = 96
/** Icon size of a covered image: a few colors, nothing recognizable. */
const coveredIconPx = 4

/** Desktop features: dialogs, clipboard, drag and drop, file manager. */
export function createDesktop(options: DesktopOptions): Desktop {
  const { closeGuard, showMenuKeys, pastes, services, temporaryFolder, logger } = options
  const clipboard = createSystemClipboard(electron)
  return {
    ...dialogs,
    readClipboardImage: () => clipboard.readImage(),
    takePaste: (windowId) => pastes.take(windowId),
    async startDrag(windowId, dragged) {
      const first = dragged[0]
      if (first === undefined) throw new AppError('storage/not-found', messages.imageGone)
      const { assets } = await services()
      const located = await Promise.all(dragged.map((asset) => assets.files.locateFile(asset.id)))
      const files = located.map(({ path }) => path)
      const icon = await loadDragIcon(first, options)
      webContents.fromId(windowId)?.startDrag({ file: files[0] ?? '', files, icon })
    },
    openWith,
    copySecret: (text) => clipboard.writeText(text),
    copyImage: async (asset) => copyImageToClipboard(asset, { ...(await services()), clipboard, temporaryFolder }),
    revealFile,
    openPage: (url) => openKnownPage(url, logger),
    setFullScreen: (windowId, isOn) => requireWindow(windowId).setFullScreen(isOn),
    showMenuKeys,
    restart() {
      // The mounted program of an AppImage is gone once this one has quit: its file is what starts again.
      const { APPIMAGE: execPath } = process.env
      const relaunch = () =>
        lendEnvironmentKeys(process.env, () => app.relaunch(execPath === undefined ? {} : { execPath }))
      app.once('will-quit', relaunch)
      const stop = closeGuard.onKept(() => {
        stop()
        app.off('will-quit', relaunch)
      })
      app.quit()
    },
    letClose: (windowId) => closeGuard.letClose(windowId),
    async openFolder(path) {
      const problem = await shell.openPath(path)
      if (problem === '') return
      throw new AppError('storage/not-found', messages.folderNotShown({ folder: path, reason: problem }))
    },
  }
}

async function loadDragIcon(
  asset: Asset,
  { services, safety, temporaryFolder, logger }: DesktopOptions,
): Promise<NativeImage> {
  const { assets, imaging } = await services()
  const target = join(temporaryFolder, `drag-${asset.id}-${process.pid}.png`)
  try {
    // System drags show PNG and JPEG only; thumbnails are WebP.
    const { path } = await assets.files.locate(asset.id, 'thumb-256')
    const isCovered = coverReason(asset, await safety()) !== null
    const longestSidePx = isCovered ? coveredIconPx : dragIconPx
    const size = { by: 'longest', px: longestSidePx, mayEnlarge: false } as const
    const output = { quality: 100, isLossless: false, sharpening: 'none', profile: 'srgb', bitDepth: '8' } as const
    const request = { ...output, format: 'png', size, metadata: null, credentials: null } as const
    await imaging.exportImage({ ...request, sourcePath: path, targetPath: target, fileName: asset.name })
    const icon = nativeImage.createFromBuffer(await readFile(target))
    return isCovered ? icon.resize({ width: dragIconPx, quality: 'best' }) : icon
  } catch (thrown) {
    logger.warn('drag.no-icon', { id: asset.id, error: thrown })
    return nativeImage.createEmpty()
  } finally {
    await rm(target, { force: true })
  }
}

/** System dialogs for the calling window. */
const dialogs: Pick<
  Desktop,
  | 'chooseFiles'
  | 'chooseProgram'
  | 'chooseFolder'
  | 'chooseWorkflow'
  | 'chooseEngine'
  | 'chooseEngineArchive'
  | 'chooseMask'
  | 'chooseStyles'
  | 'chooseReference'
  | 'choosePlan'
  | 'chooseCertificate'
  | 'chooseBackup'
  | 'chooseTarget'
  | 'confirmPaste'
  | 'confirmAddress'
  | 'confirmCaps'
  | 'confirmAgentLimits'
  | 'confirmAgentHttp'
  | 'confirmSpending'
> = {
  async chooseFiles(windowId, withDocuments) {
    const images = { name: messages.images, extensions: [...imageExtensions] }
    const documents = { name: messages.documents, extensions: [...projectFormats] }
    const allFormats = { name: messages.allSupported, extensions: [...imageExtensions, ...projectFormats] }
    const chosen = await dialog.showOpenDialog(requireWindow(windowId), {
      title: withDocuments ? messages.openTitle : messages.chooseImages,
      properties: ['openFile', 'multiSelections'],
      filters: [
        ...(withDocuments ? [allFormats, images, documents] : [images]),
        { name: messages.allFiles, extensions: ['*'] },
      ],
    })
    return chosen.canceled ? [] : chosen.filePaths
  },
  async chooseProgram(windowId) {
    const chosen = await dialog.showOpenDialog(requireWindow(windowId), {
      title: messages.chooseEditor,
      properties: ['openFile'],
      ...(process.platform === 'darwin' && { defaultPath: '/Applications' }),
      ...(process.platform === 'win32' && { filters: [{ name: messages.apps, extensions: ['exe'] }] }),
    })
    const [path] = chosen.filePaths
    return chosen.canceled || path === undefined ? null : programPathSchema.parse(path)
  },
  async chooseFolder(windowId, startIn) {
    const chosen = await dialog.showOpenDialog(requireWindow(windowId), {
      title: messages.chooseFolder,
      properties: ['openDirectory', 'createDirectory'],
      ...(startIn !== null && { defaultPath: startIn }),
    })
    return chosen.canceled ? null : (chosen.filePaths[0] ?? null)
  },
  async chooseWorkflow(windowId) {
    const chosen = await dialog.showOpenDialog(requireWindow(windowId), {
      title: messages.chooseWorkflow,
      properties: ['openFile'],
      filters: [{ name: messages.workflows, extensions: ['json'] }],
    })
    return chosen.canceled ? null : (chosen.filePaths[0] ?? null)
  },
  async chooseCertificate(windowId, which) {
    const chosen = await dialog.showOpenDialog(requireWindow(windowId), {
      title: which === 'certificate' ? messages.chooseCertificate : messages.choosePrivateKey,
      properties: ['openFile'],
      filters: [
        { name: messages.pemFiles, extensions: ['pem', 'crt', 'cer', 'key'] },
        { name: messages.allFiles, extensions: ['*'] },
      ],
    })
    return chosen.canceled ? null : (chosen.filePaths[0] ?? null)
  },
  async chooseEngine(windowId) {
    const chosen = await dialog.showOpenDialog(requireWindow(windowId), {
      title: messages.chooseEngine,
      properties: ['openFile'],
      filters: [
        { name: messages.sharedLibraries, extensions: ['so', 'dll', 'dylib'] },
        { name: messages.allFiles, extensions: ['*'] },
      ],
    })
    return chosen.canceled ? null : (chosen.filePaths[0] ?? null)
  },
  async chooseEngineArchive(windowId) {
    const chosen = await dialog.showOpenDialog(requireWindow(windowId), {
      title: messages.chooseEngineRelease,
      properties: ['openFile'],
      filters: [{ name: messages.archives, extensions: ['zip'] }],
    })
    return chosen.canceled ? null : (chosen.filePaths[0] ?? null)
  },
  async chooseMask(windowId) {
    const chosen = await dialog.showOpenDialog(requireWindow(windowId), {
      title: messages.importMask,
      properties: ['openFile'],
      filters: [{ name: messages.images, extensions: [...imageExtensions] }],
    })
    return chosen.canceled ? null : (chosen.filePaths[0] ?? null)
  },
  async chooseStyles(windowId) {
    const chosen = await dialog.showOpenDialog(requireWindow(windowId), {
      title: messages.importStyles,
      properties: ['openFile'],
      filters: [{ name: messages.styles, extensions: ['json', 'csv'] }],
    })
    return chosen.canceled ? null : (chosen.filePaths[0] ?? null)
  },
  async chooseReference(windowId) {
    const chosen = await dialog.showOpenDialog(requireWindow(windowId), {
      title: messages.importReference,
      properties: ['openFile'],
      filters: [{ name: messages.references, extensions: [referenceExtension] }],
    })
    return chosen.canceled ? null : (chosen.filePaths[0] ?? null)
  },
  async choosePlan(windowId) {
    const chosen = await dialog.showOpenDialog(requireWindow(windowId), {
      title: messages.openPlan,
      properties: ['openFile'],
      filters: [{ name: messages.editPlans, extensions: ['json', 'yaml', 'yml'] }],
    })
    return chosen.canceled ? null : (chosen.filePaths[0] ?? null)
  },
  async chooseBackup(windowId) {
    const chosen = await dialog.showOpenDialog(requireWindow(windowId), {
      title: messages.chooseBackup,
      properties: ['openFile'],
      filters: [{ name: messages.backups, extensions: ['zip'] }],
    })
    return chosen.canceled ? null : (chosen.filePaths[0] ?? null)
  },
  confirmAddress: (windowId, question) => confirm(requireWindow(windowId), addressQuestion(question)),
  confirmCaps: (windowId, question) => confirm(requireWindow(windowId), capsQuestion(question)),
  confirmAgentLimits: (windowId, question) => confirm(requireWindow(windowId), agentLimitsQuestion(question)),
  confirmAgentHttp: (windowId, port) => confirm(requireWindow(windowId), agentHttpQuestion(port)),
  confirmSpending: (windowId, question) => confirm(requireWindow(windowId), spendingQuestion(question)),
  async chooseTarget(windowId, { title, name, kind, extension }) {
    const chosen = await dialog.showSaveDialog(requireWindow(windowId), {
      title,
      // A name of the page's, or of a file that somebody made, must not lead to another folder.
      defaultPath: `${toSafeFileName(name) || messages.untitled}.${extension}`,
      filters: [{ name: kind, extensions: [extension] }],
      properties: ['showOverwriteConfirmation'],
    })
    if (chosen.canceled || chosen.filePath === '') return null
    return withExtension(chosen.filePath, extension)
  },
  confirmPaste: (windowId) =>
    confirm(requireWindow(windowId), {
      message: messages.pasteQuestion,
      detail: messages.pasteHint,
      button: messages.paste,
    }),
}

/** Some systems' dialogs omit the extension, and then have not asked about replacing the resulting file. */
async function withExtension(path: string, extension: string): Promise<string> {
  if (path.toLowerCase().endsWith(`.${extension}`)) return path
  const fullPath = `${path}.${extension}`
  const isTaken = await access(fullPath).then(
    () => true,
    () => false,
  )
  if (!isTaken) return fullPath
  throw new AppError('storage/exists', messages.fileExists({ file: fullPath }))
}

async function revealFile(path: string): Promise<void> {
  try {
    await access(path)
  } catch (thrown) {
    // The file manager would open some folder, or silently do nothing.
    throw toFileError(thrown, messages.cannotShowInFolder({ name: basename(path) }))
  }
  shell.showItemInFolder(path)
}

function requireWindow(windowId: number): BrowserWindow {
  const contents = webContents.fromId(windowId)
  const window = contents ? BrowserWindow.fromWebContents(contents) : null
  if (window === null) throw new AppError('request/cancelled', messages.windowClosed)
  return window
}

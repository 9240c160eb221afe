import type { Asset } from '../../shared/domain/asset.ts'
import type { ProgramPath } from '../../shared/domain/guarded-values.ts'
import type { Caps } from '../../shared/domain/ledger.ts'
import type { SpendRequest } from '../jobs/attempt-book.ts'
import type { AddressQuestion } from '../providers/core/address-consent.ts'

/** A change of the spending limits that needs the person's consent. */
export interface CapsQuestion {
  readonly from: Caps | null
  readonly to: Caps
}

/** What the system around the window can do. Dialogs belong to the window that asked. */
export interface Desktop {
  /** Asks for images, and for documents of this and of other programs; empty when the person cancels. */
  chooseFiles(windowId: number, withDocuments: boolean): Promise<string[]>
  chooseFolder(windowId: number, startIn: string | null): Promise<string | null>
  /** Asks for a workflow file in ComfyUI's API format; null when the person cancels. */
  chooseWorkflow(windowId: number): Promise<string | null>
  /** Asks for the shared library of a local engine; null when the person cancels. */
  chooseEngine(windowId: number): Promise<string | null>
  /** Asks for an archive of an engine; null when the person cancels. */
  chooseEngineArchive(windowId: number): Promise<string | null>
  /** Asks for a picture to read a mask from; null when the person cancels. */
  chooseMask(windowId: number): Promise<string | null>
  /** Asks for a file of styles; null when the person cancels. */
  chooseStyles(windowId: number): Promise<string | null>
  /** Asks for a PEM file to sign with; null when the person cancels. */
  chooseCertificate(windowId: number, which: 'certificate' | 'key'): Promise<string | null>
  /** Asks for a backup of the library; null when the person cancels. */
  chooseBackup(windowId: number): Promise<string | null>
  /**
   * Asks where a file is to be saved; null when the person cancels. The system has asked whether one of that name may be
   * replaced. The name ends with `.<extension>` in any case.
   */
  chooseTarget(
    windowId: number,
    file: { readonly title: string; readonly name: string; readonly kind: string; readonly extension: string },
  ): Promise<string | null>
  /** Asks for a program; null when the person cancels. */
  chooseProgram(windowId: number): Promise<ProgramPath | null>
  /** Opens a file in a program; null = as the system would. @throws storage/not-found */
  openWith(path: string, program: ProgramPath | null): Promise<void>
  /** Asks whether a service may get another host. */
  confirmAddress(windowId: number, question: AddressQuestion): Promise<boolean>
  /** Asks whether more may be spent. `from`: null = everything was stopped. */
  confirmCaps(windowId: number, change: CapsQuestion): Promise<boolean>
  /** Asks whether a request may exceed a spending limit. `services`: by their labels. */
  confirmSpending(windowId: number, question: SpendRequest): Promise<boolean>
  /** Puts pixels on the clipboard. @throws media/*, storage/* */
  copyPicture(asset: Asset): Promise<{ readonly isScaled: boolean }>
  /** The picture on the clipboard as a PNG. */
  readClipboardPicture(): Uint8Array | null
  /** Whether the person has just pasted in this window: each paste counts once. */
  takePaste(windowId: number): boolean
  /** Asks whether the picture on the clipboard may be pasted. */
  confirmPaste(windowId: number): Promise<boolean>
  /** Hands the files themselves to the system's drag and drop. */
  startDrag(windowId: number, assets: readonly Asset[]): Promise<void>
  /** Shows a file in the system's file manager. @throws storage/not-found */
  revealFile(path: string): Promise<void>
  /** Opens a page of the web in the person's browser: one that main knows, never one that the page named. */
  openPage(url: string): void
  openFolder(path: string): Promise<void>
  setFullScreen(windowId: number, isOn: boolean): void
  /** By command id, as Electron writes keys. */
  showMenuKeys(accelerators: Readonly<Record<string, string>>): void
  /** Closes the program as its menu would, and starts it again. */
  restart(): void
  /** The page has written everything: its window, which is waiting for that, closes. */
  letClose(windowId: number): void
}

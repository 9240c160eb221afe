import type { AgentLimits } from '../../shared/domain/agent-settings.ts'
import type { Asset } from '../../shared/domain/asset.ts'
import type { ProgramPath } from '../../shared/domain/guarded-values.ts'
import type { Caps } from '../../shared/domain/ledger.ts'
import type { SpendRequest } from '../jobs/attempt-ledger.ts'
import type { AddressQuestion } from '../providers/core/address-consent.ts'

/** A change of the spending limits that needs the user's consent. */
export interface CapsQuestion {
  readonly from: Caps | null
  readonly to: Caps
}

/** A change of the limits for agents that needs the user's consent. */
export interface AgentLimitsQuestion {
  readonly from: AgentLimits
  readonly to: AgentLimits
}

/** Desktop features of the operating system. Dialogs belong to the calling window. */
export interface Desktop {
  /** Asks for images, and for documents of Atelier and of other programs; empty if the user cancels. */
  chooseFiles(windowId: number, withDocuments: boolean): Promise<string[]>
  chooseFolder(windowId: number, startIn: string | null): Promise<string | null>
  /** Asks for a workflow file in ComfyUI's API format; null if the user cancels. */
  chooseWorkflow(windowId: number): Promise<string | null>
  /** Asks for the shared library of a local engine; null if the user cancels. */
  chooseEngine(windowId: number): Promise<string | null>
  /** Asks for an engine archive; null if the user cancels. */
  chooseEngineArchive(windowId: number): Promise<string | null>
  /** Asks for an image to read a mask from; null if the user cancels. */
  chooseMask(windowId: number): Promise<string | null>
  /** Asks for a styles file; null if the user cancels. */
  chooseStyles(windowId: number): Promise<string | null>
  /** Asks for a file of a named reference; null if the user cancels. */
  chooseReference(windowId: number): Promise<string | null>
  /** Asks for an edit plan; null if the user cancels. */
  choosePlan(windowId: number): Promise<string | null>
  /** Asks for a PEM file to sign with; null if the user cancels. */
  chooseCertificate(windowId: number, which: 'certificate' | 'key'): Promise<string | null>
  /** Asks for a library backup; null if the user cancels. */
  chooseBackup(windowId: number): Promise<string | null>
  /**
   * Asks where to save a file; null if the user cancels. The system has already asked whether to replace an existing
   * file. The dialog offers `name` as a plain file name; the path always ends with `.<extension>`.
   */
  chooseTarget(
    windowId: number,
    file: { readonly title: string; readonly name: string; readonly kind: string; readonly extension: string },
  ): Promise<string | null>
  /** Asks for a program; null if the user cancels. */
  chooseProgram(windowId: number): Promise<ProgramPath | null>
  /** Opens a file in a program; null = the system's default. @throws storage/not-found */
  openWith(path: string, program: ProgramPath | null): Promise<void>
  /** Asks whether a service may use another host. */
  confirmAddress(windowId: number, question: AddressQuestion): Promise<boolean>
  /** Asks whether more may be spent. `from`: null = all spending was stopped. */
  confirmCaps(windowId: number, change: CapsQuestion): Promise<boolean>
  /** Asks whether agents may spend more. */
  confirmAgentLimits(windowId: number, change: AgentLimitsQuestion): Promise<boolean>
  /** Asks whether agents may connect over HTTP. */
  confirmAgentHttp(windowId: number, port: number): Promise<boolean>
  /** Asks whether a request may exceed a spending limit. `services`: their labels. */
  confirmSpending(windowId: number, question: SpendRequest): Promise<boolean>
  /** Copies an image to the clipboard. @throws media/*, storage/* */
  copyImage(asset: Asset): Promise<{ readonly isScaled: boolean }>
  /** Copies what the window must not see to the clipboard. */
  copySecret(text: string): Promise<void>
  /** The image on the clipboard as a PNG. */
  readClipboardImage(): Promise<Uint8Array | null>
  /** Whether the user has just pasted in this window: each paste counts once. */
  takePaste(windowId: number): boolean
  /** Asks whether the image on the clipboard may be pasted. */
  confirmPaste(windowId: number): Promise<boolean>
  /** Starts a system drag of the files themselves. */
  startDrag(windowId: number, assets: readonly Asset[]): Promise<void>
  /** Shows a file in the system's file manager. @throws storage/not-found */
  revealFile(path: string): Promise<void>
  /** Opens a web page in the user's browser: one that main knows, never one that the page named. */
  openPage(url: string): void
  openFolder(path: string): Promise<void>
  setFullScreen(windowId: number, isOn: boolean): void
  /** By command id, in Electron's accelerator format. */
  showMenuKeys(accelerators: Readonly<Record<string, string>>): void
  /** Closes the program as its menu would, and restarts it. */
  restart(): void
  /** The page has saved everything, so its window, which is waiting for that, closes. */
  letClose(windowId: number): void
}

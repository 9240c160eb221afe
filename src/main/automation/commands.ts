import type { CliCommand } from './command.ts'
import { compilePromptCommand } from './compile-prompt-command.ts'
import { convertModelCommand } from './convert-command.ts'
import { installEngineCommand, listEnginesCommand, removeEngineCommand } from './engine-install-commands.ts'
import { forgetEngineCommand, testEngineCommand, useEngineCommand } from './engine-commands.ts'
import { expandCommand, mergeCommand, reblendCommand } from './edits-commands.ts'
import { exportCommand } from './export-command.ts'
import { fillCommand } from './fill-command.ts'
import { editCommand, generateCommand, upscaleCommand, variationsCommand } from './generation-commands.ts'
import { deleteKeyCommand, listKeysCommand, setKeyCommand, testKeyCommand } from './keys-command.ts'
import { ledgerCommand } from './ledger-command.ts'
import { importCommand, listCommand } from './library-commands.ts'
import {
  addModelCommand,
  catalogModelsCommand,
  downloadModelCommand,
  removeModelCommand,
  searchModelsCommand,
} from './hub-commands.ts'
import { forgetModelsCommand, importModelsCommand, listModelsCommand } from './models-commands.ts'
import { galleryCommand, sheetCommand } from './pages-commands.ts'
import { providersCommand } from './providers-command.ts'
import { cancelQueueCommand, listQueueCommand, retryQueueCommand } from './queue-command.ts'
import { searchCommand } from './search-command.ts'
import { showCommand } from './show-command.ts'
import { backupCommand, restoreCommand, verifyCommand } from './storage-commands.ts'

/** In the order of the help. */
export const commands: readonly CliCommand[] = [
  fillCommand,
  expandCommand,
  editCommand,
  reblendCommand,
  mergeCommand,
  upscaleCommand,
  generateCommand,
  variationsCommand,
  compilePromptCommand,
  importCommand,
  listCommand,
  searchCommand,
  showCommand,
  verifyCommand,
  backupCommand,
  restoreCommand,
  exportCommand,
  sheetCommand,
  galleryCommand,
  listEnginesCommand,
  installEngineCommand,
  useEngineCommand,
  removeEngineCommand,
  testEngineCommand,
  forgetEngineCommand,
  listModelsCommand,
  importModelsCommand,
  forgetModelsCommand,
  catalogModelsCommand,
  searchModelsCommand,
  downloadModelCommand,
  addModelCommand,
  removeModelCommand,
  convertModelCommand,
  providersCommand,
  listKeysCommand,
  setKeyCommand,
  testKeyCommand,
  deleteKeyCommand,
  listQueueCommand,
  cancelQueueCommand,
  retryQueueCommand,
  ledgerCommand,
]

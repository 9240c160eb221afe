import { contextBridge, ipcRenderer, webUtils, type IpcRendererEvent } from 'electron'
import type { Bridge, channels, TravellingReply } from '../shared/contract/index.ts'

// A sandboxed preload cannot import our runtime values, so the names are repeated here and checked against the contract
// by type.
const names = {
  call: 'atelier:call',
  cancel: 'atelier:cancel',
  event: 'atelier:event',
  paths: 'atelier:paths',
} satisfies typeof channels

/** Empty where no file on disk is behind it: a script can create a `File` with any name, but not with a path. */
function pathOf(file: unknown): string {
  return webUtils.getPathForFile(file as Parameters<typeof webUtils.getPathForFile>[0])
}

const bridge: Bridge = {
  call: (name, input, callId) => ipcRenderer.invoke(names.call, name, input, callId) as Promise<TravellingReply>,
  cancel: (callId) => ipcRenderer.send(names.cancel, callId),
  listen: (listener) => {
    const forward = (_event: IpcRendererEvent, name: string, json: string) => listener(name, json)
    ipcRenderer.on(names.event, forward)
    return () => {
      ipcRenderer.off(names.event, forward)
    }
  },
  handlesOf: (files) => ipcRenderer.invoke(names.paths, files.map(pathOf)) as ReturnType<Bridge['handlesOf']>,
}

contextBridge.exposeInMainWorld('bridge', Object.freeze(bridge))

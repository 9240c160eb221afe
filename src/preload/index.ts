import { contextBridge, ipcRenderer, webUtils, type IpcRendererEvent } from 'electron'
import type { Bridge, channels, TravellingReply } from '../shared/contract/index.ts'

// A sandboxed preload may not import values of ours, so the names are repeated here and held to the contract by type.
const names = {
  call: 'atelier:call',
  cancel: 'atelier:cancel',
  event: 'atelier:event',
} satisfies typeof channels

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
  pathOf: (file) => webUtils.getPathForFile(file as Parameters<typeof webUtils.getPathForFile>[0]),
}

contextBridge.exposeInMainWorld('bridge', Object.freeze(bridge))

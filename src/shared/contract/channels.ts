/** IPC channel names: one to call, one to cancel, one for events, one by which the preload script passes paths. */
export const channels = {
  call: 'atelier:call',
  cancel: 'atelier:cancel',
  event: 'atelier:event',
  paths: 'atelier:paths',
} as const

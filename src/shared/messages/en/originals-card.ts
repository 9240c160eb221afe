import { message } from '../message.ts'

export const sharedOriginals = message('Shared originals')
export const originalsHint = message(
  'Several libraries keep each image file once, in a network folder that all can write to. All originals of this library move there.',
)
export const sharedHint = message(
  'A file is deleted once no library uses it. Backups of this library do not contain shared originals: back up the folder too.',
)
export const stillShared = message(
  '{count, plural, one {# original stays} other {# originals stay}} in the shared folder and can still be used. New ones stay in this library.',
)
export const chooseFolder = message('Choose shared folder…')
export const originalsFolder = message('Shared folder')
export const changeFolder = message('Change…')
export const stopMoving = message('Stop sharing')
export const sharedCount = message('{count, plural, one {# original} other {# originals}} in the shared folder.')
export const moving = message('{count, plural, other {Moving # more…}}')
export const waiting = message('{count, plural, one {# original is} other {# originals are}} still in this library.')
export const usedBy = message('Used by: {members}')
export const thisLibrary = message('{name} (you)')
export const memberOn = message('{name} on {computer}')
export const tryAgain = message('Try again')
export const moveBack = message('Move originals back')
export const moveBackHint = message(
  'Moves them into this library. Files that other libraries use stay in the folder as well. You can stop and continue at any time.',
)

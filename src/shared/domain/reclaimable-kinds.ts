/** What can be made again, or is only kept in case: nothing of it is needed to see and edit every picture. */
export const reclaimableKinds = ['trash', 'thumbnails', 'working', 'old-databases', 'replaced', 'logs'] as const

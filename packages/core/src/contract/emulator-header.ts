/**
 * The response header by which an emulator says that it is not the store itself; its value names the store. Adapters
 * pass it on as the progress event `emulator`.
 */
export const emulatorHeader = 'tideway-emulator'

/** Folder of the checkout: a constant of the test bundle. */
declare const PROJECT_ROOT: string;

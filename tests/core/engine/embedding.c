/* A program that is no Python but has one inside, as QGIS is: sys.executable is this program itself, its standard
   streams are closed, and it must never be started a second time.
   Usage: embedding SCRIPT; notes each start, with its arguments, in the file EMBEDDING_LOG, then runs SCRIPT. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static void note_start(int argc, char **argv)
{
    const char *log = getenv("EMBEDDING_LOG");
    FILE *file = log ? fopen(log, "a") : NULL;
    if (!file)
        _exit(90);
    for (int i = 0; i < argc; i++)
        fprintf(file, "%s ", argv[i]);
    fprintf(file, "\n");
    fclose(file);
}

static void start_python(char *self)
{
    PyConfig config;
    PyConfig_InitPythonConfig(&config);
    config.parse_argv = 0;
    config.install_signal_handlers = 0;
    PyStatus status = PyConfig_SetBytesString(&config, &config.executable, self);
    if (!PyStatus_Exception(status))
        status = Py_InitializeFromConfig(&config);
    PyConfig_Clear(&config);
    if (PyStatus_Exception(status))
        _exit(91);
}

int main(int argc, char **argv)
{
    note_start(argc, argv);
    if (argc != 2)
        _exit(92); /* started with somebody else's arguments: this is the window that QGIS would open */
    close(0);
    close(1);
    close(2);
    start_python(argv[0]);
    FILE *script = fopen(argv[1], "r");
    /* Not PyRun_SimpleFile, which sets __main__.__file__: QGIS's __main__ has none. */
    char text[16384];
    size_t length = script ? fread(text, 1, sizeof text - 1, script) : 0;
    text[length] = 0;
    if (script)
        fclose(script);
    int failed = length == 0 || PyRun_SimpleString(text);
    return Py_FinalizeEx() < 0 || failed ? 93 : 0;
}

from qsystem import application
